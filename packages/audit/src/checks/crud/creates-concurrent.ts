import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { newBody } from './body.ts'
import { addressOf } from './address.ts'
import { clear } from './create.ts'
import { acrossResources } from './item.ts'
import { isFault, isSuccess, shows, soon } from './seen.ts'

const AT_ONCE = 50

export const createsConcurrent = check({
  id: 'crud/creates-concurrent',
  claim: 'Of many creations at once each is stored, under an id of its own.',
  severity: 'must',
  source: text('CWE-362', 'https://cwe.mitre.org/data/definitions/362.html'),
  mend: {
    general:
      'Have the database choose the id (an identity column, a UUID), and nothing that is read, counted up and written back. What is acknowledged is committed.',
    stacks: {
      PostgreSQL: 'id bigint generated always as identity, or default gen_random_uuid()',
      'Spring Boot': '@GeneratedValue instead of repository.count() + 1',
      'Go net/http': 'a sync.Mutex around a map that handlers write, or a database',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['read'], async (resource) => {
      const { path, as, putAt } = resource
      if (putAt !== undefined)
        return inconclusive(`Items of ${path} are made at addresses that the client chooses.`)
      const { send, random } = inspection
      const made = await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          const { json, marker } = newBody(resource, random)
          const answered = await send({ method: 'POST', path, as, json })
          return {
            marker,
            answered,
            address: isSuccess(answered) ? addressOf(answered, resource) : undefined,
          }
        }),
      )
      const stored = made.filter(({ answered }) => isSuccess(answered) && answered.answer.status !== 202)
      try {
        if (stored.length < 2 || stored.some(({ address }) => address === undefined))
          return inconclusive(`The answers to POST ${path} do not tell where the items are.`)
        const seen = new Map<string | undefined, (typeof stored)[number]>()
        for (const each of stored) {
          const twin = seen.get(each.address)
          if (twin !== undefined)
            return failed(`Two of ${AT_ONCE} creations at once were both given ${each.address}.`, [
              { exchange: twin.answered, says: 'One of them.' },
              { exchange: each.answered, says: 'The other, with the same address.' },
            ])
          seen.set(each.address, each)
        }
        const reads = await Promise.all(
          stored.map(async (each) => ({
            ...each,
            read: await soon(
              () => send({ path: each.address ?? path, as }),
              (read) => shows(read, each.marker),
            ),
          })),
        )
        const lost = reads.find(({ read, marker }) => !shows(read, marker))
        const faults = made.filter(({ answered }) => isFault(answered)).length
        // Who is told that it failed has lost nothing.
        if (lost === undefined && faults > 0)
          return inconclusive(
            `Of ${AT_ONCE} creations in ${path} at once, ${faults} were answered with a fault; the others are there.`,
          )
        if (lost === undefined) return passed()
        // Where none is shown, it is not for the number of them.
        if (!reads.some(({ read, marker }) => shows(read, marker)))
          return inconclusive(`Reading items of ${path} does not show what was sent.`)
        return failed(
          `${lost.address} was made, one of ${AT_ONCE} at once, and reading it does not show what was sent for it.`,
          [
            { exchange: lost.answered, says: 'Making it.' },
            { exchange: lost.read, says: 'Reading it.' },
          ],
        )
      } finally {
        await clear(
          inspection,
          resource,
          made.map(({ address }) => address),
        )
      }
    }),
  flaw: store({ countedIds: true }),
})
