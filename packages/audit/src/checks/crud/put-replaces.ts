import { isDeepStrictEqual } from 'node:util'
import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import { objectWith } from './body.ts'
import { acrossItems, type Item } from './item.ts'
import { describedOptional } from './optional.ts'
import { isSuccess } from './seen.ts'

export const putReplaces = check({
  id: 'crud/put-replaces',
  claim: 'What a PUT leaves out is not there afterwards.',
  severity: 'should',
  source: rfc(9110, '9.3.4'),
  mend: {
    general:
      'Build the whole new state from what PUT sends and your defaults, never from the state that is there. For changes of a part there is PATCH.',
    stacks: {
      'Spring Boot':
        'save a new entity made from the request with the id of the path, instead of copying non-null members onto the loaded one',
      Rails: 'assign_attributes with every permitted name, those that are missing as nil',
      Django: 'serializer(instance, data=…) without partial=True, and default=None for optional fields',
    },
  },
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossItems(inspection, ['replace'], async (item) => {
      const { path } = item
      const name = describedOptional(inspection.target, item, 'replace')
      if (name === undefined)
        return inconclusive(
          `PUT ${path} is not described to have an optional member without a default, of which the example has a value.`,
        )
      const before = memberOf(item, name, item.shown)
      const { [name]: _, ...json } = item.other().json
      const answered = await item.put(json)
      if (!isSuccess(answered))
        return inconclusive(`PUT ${path} without "${name}" was answered with ${statusLine(answered.answer)}.`)
      const after = await item.read()
      if (!isSuccess(after) || !isDeepStrictEqual(memberOf(item, name, after), before)) return passed()
      return failed(
        `PUT ${path} left "${name}" out, which is optional, and it is still ${JSON.stringify(before).slice(0, 100)}.`,
        [
          { exchange: answered, says: `PUT without "${name}".` },
          { exchange: after, says: 'Reading it afterwards.' },
        ],
      )
    }),
  flaw: flawed((request, _, pass) => {
    if (request.method === 'PUT') {
      request.method = 'PATCH'
      request.headers['content-type'] = 'application/merge-patch+json'
    }
    pass()
  }),
})

function memberOf({ body }: Item, name: string, { answer }: Item['shown']): unknown {
  return objectWith(jsonOf(answer), Object.keys(body.json))?.[name]
}
