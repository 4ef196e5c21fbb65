import { isDeepStrictEqual } from 'node:util'
import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { owaspApi, rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf } from '../../wire/answer.ts'
import { objectWith } from './body.ts'
import { acrossItems, type Item } from './item.ts'
import { serverMembers } from './server-members.ts'
import { isSuccess } from './seen.ts'

export const readOnlyRefused = check({
  id: 'crud/read-only-refused',
  claim: 'Members that only the server sets cannot be changed: refused, or without effect.',
  severity: 'must',
  source: [owaspApi('API3', 'Broken Object Property Level Authorization'), rfc(9110, '9.3.4')],
  mend: {
    general:
      'Name the members that a client may write, and take no others: from the content into a form of its own, and from there into the row.',
    stacks: {
      Rails: 'params.expect(note: [:title, :text])',
      Django: 'read_only_fields of the serializer',
      Laravel: '$fillable on the model, and $request->validated()',
      'Spring Boot': 'a record for what comes in, instead of binding the entity itself',
      'ASP.NET Core': 'a type for what comes in, instead of the entity',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, [], async (item) => {
      const { resource, path, shown } = item
      const members = serverMembers(inspection.target, item)
      const methods = resource.methods.filter((method) => method === 'replace' || method === 'patch')
      const [first] = Object.keys(members)
      if (first === undefined || methods.length === 0)
        return inconclusive(
          `Items of ${resource.path} are not described to have members that only the server sets, and show no id.`,
        )
      for (const method of methods) {
        const { json } = item.other()
        for (const [name, value] of Object.entries(members)) {
          // A mark such as "edited" may well be another one after a change.
          if (typeof value === 'boolean') continue
          const answered =
            method === 'patch'
              ? await item.patch({ [name]: value })
              : await item.put({ ...json, [name]: value })
          if (!isSuccess(answered)) continue
          const after = await item.read()
          if (!isDeepStrictEqual(valueOf(after, item, name), value)) continue
          const verb = method === 'patch' ? 'PATCH' : 'PUT'
          return failed(
            `${verb} ${path} set "${name}" to ${JSON.stringify(value)}, which only the server sets.`,
            [
              { exchange: shown, says: 'Before.' },
              { exchange: answered, says: `"${name}" is sent.` },
              { exchange: after, says: 'Afterwards.' },
            ],
          )
        }
      }
      return passed()
    }),
  flaw: store({ takesAll: true }),
  sound: store(),
})

export function valueOf({ answer }: Item['shown'], { body }: Pick<Item, 'body'>, name: string): unknown {
  return objectWith(jsonOf(answer), Object.keys(body.json))?.[name]
}
