import { isDeepStrictEqual } from 'node:util'
import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { owaspApi } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { newBody } from '../crud/body.ts'
import { addressOf } from '../crud/address.ts'
import { clear } from '../crud/create.ts'
import { acrossItems } from '../crud/item.ts'
import { readOnlyRefused, valueOf } from '../crud/read-only-refused.ts'
import { isSuccess } from '../crud/seen.ts'
import { describedServerMembers } from '../crud/server-members.ts'

export const noMassAssignment = check({
  id: 'layers/no-mass-assignment',
  claim: 'Members that the form does not have are never stored.',
  severity: 'must',
  source: owaspApi('API3', 'Broken Object Property Level Authorization'),
  mend: readOnlyRefused.mend,
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossItems(inspection, ['create'], async (item) => {
      const { resource, shown } = item
      const { target, random, send } = inspection
      const { path, as } = resource
      const members = describedServerMembers(target, item)
      if (Object.keys(members).length === 0)
        return inconclusive(
          `Items of ${path} are not described to have members that the form for them has not.`,
        )
      for (const [name, value] of Object.entries(members)) {
        const body = newBody(resource, random)
        const answered = await send({ method: 'POST', path, as, json: { ...body.json, [name]: value } })
        if (!isSuccess(answered)) continue
        const address = addressOf(answered, resource)
        if (address === undefined) continue
        try {
          const after = await send({ path: address, as })
          if (!isDeepStrictEqual(valueOf(after, { body }, name), value)) continue
          return failed(
            `POST ${path} with "${name}": ${JSON.stringify(value)} stored it, which is not on the form; without it, it was ${JSON.stringify(valueOf(shown, item, name))}.`,
            [
              { exchange: answered, says: `"${name}" is sent.` },
              { exchange: after, says: 'What was stored.' },
            ],
          )
        } finally {
          await clear(inspection, resource, [address])
        }
      }
      return passed()
    }),
  flaw: store({ takesAll: true }),
})
