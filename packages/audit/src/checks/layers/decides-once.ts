import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { newBody } from '../crud/body.ts'
import { addressOf } from '../crud/address.ts'
import { clear } from '../crud/create.ts'
import { acrossResources } from '../crud/item.ts'
import { isSuccess } from '../crud/seen.ts'
import { twinRefused } from '../crud/twin-refused.ts'

const TWINS = 20
const ROUNDS = 2

export const decidesOnce = check({
  id: 'layers/decides-once',
  claim: 'Of many equal requests at once, one succeeds where one after the other only one would.',
  severity: 'must',
  source: text('CWE-367', 'https://cwe.mitre.org/data/definitions/367.html'),
  mend: twinRefused.mend,
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['create'], async (resource) => {
      const { path, as, putAt } = resource
      if (putAt !== undefined)
        return inconclusive(`Items of ${path} are made at addresses that the client chooses.`)
      const { send, random } = inspection
      const addresses: (string | undefined)[] = []
      const post = async (json: unknown) => {
        const answered = await send({ method: 'POST', path, as, json })
        if (isSuccess(answered)) addresses.push(addressOf(answered, resource))
        return answered
      }
      try {
        const alone = newBody(resource, random).json
        const first = await post(alone)
        const second = await post(alone)
        if (!isSuccess(first))
          return inconclusive(`POST ${path} was answered with ${statusLine(first.answer)}.`)
        // What is refused for another reason, such as a limit, is refused at once as well.
        if (![400, 409, 422].includes(second.answer.status))
          return inconclusive(`Nothing in ${path} has to be unique: the same content can be sent twice.`)
        for (let round = 0; round < ROUNDS; round++) {
          const { json } = newBody(resource, random)
          const answers = await Promise.all(Array.from({ length: TWINS }, () => post(json)))
          const winners = answers.filter(isSuccess)
          if (winners.length > 1)
            return failed(
              `POST ${path} with the same content, ${TWINS} times at once, succeeded ${winners.length} times; sent twice, one after the other, the second is ${statusLine(second.answer)}.`,
              [
                { exchange: second, says: 'One after the other: the second is refused.' },
                ...winners
                  .slice(0, 2)
                  .map((exchange) => ({ exchange, says: 'At once: one of those that succeeded.' })),
              ],
            )
          if (winners.length === 0) return inconclusive(`None of ${TWINS} requests at once succeeded.`)
        }
        return passed()
      } finally {
        await clear(inspection, resource, addresses)
      }
    }),
  flaw: store({ checksFirst: true }),
  sound: store(),
})
