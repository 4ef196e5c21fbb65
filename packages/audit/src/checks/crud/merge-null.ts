import { isDeepStrictEqual } from 'node:util'
import { check } from '../../check.ts'
import { rewritten } from '../../flaws/rewritten.ts'
import { isObject } from '../../target/openapi/document.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import { objectWith } from './body.ts'
import { acrossItems, MERGE_PATCH, patchTypes } from './item.ts'
import { describedOptional } from './optional.ts'
import { isSuccess } from './seen.ts'

export const mergeNull = check({
  id: 'crud/merge-null',
  claim: 'In a merge patch, null takes a member away.',
  severity: 'must',
  source: rfc(7396, '2'),
  mend: {
    general:
      'Tell "not named" from "null" when you read a merge patch: null deletes the member, and is refused with 4xx where there has to be one.',
    stacks: {
      'Spring Boot':
        'JsonNullable<T> (openapi-jackson-nullable) for the members, not Optional or plain fields',
      'Go net/http': 'json.RawMessage for the members: nil is "not named", "null" is null',
      'ASP.NET Core': 'read a JsonDocument; a class with nullable properties does not know the difference',
    },
  },
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossItems(inspection, ['patch'], async (item) => {
      const { path, resource, body, shown } = item
      if (
        resource.operations['patch']?.body?.content[MERGE_PATCH] === undefined ||
        patchTypes(resource)[0] !== MERGE_PATCH
      )
        return inconclusive(`PATCH ${resource.path} is not described to take ${MERGE_PATCH}.`)
      const name = describedOptional(inspection.target, item, 'patch')
      if (name === undefined)
        return inconclusive(
          `PATCH ${path} is not described to have an optional member of which the example has a value.`,
        )
      const answered = await item.patch({ [name]: null })
      if (!isSuccess(answered))
        return inconclusive(
          `PATCH ${path} with "${name}": null was answered with ${statusLine(answered.answer)}.`,
        )
      const after = await item.read()
      const member = ({ answer }: typeof after) => objectWith(jsonOf(answer), Object.keys(body.json))?.[name]
      if (!isSuccess(after) || !isDeepStrictEqual(member(after), member(shown))) return passed()
      return failed(
        `PATCH ${path} with "${name}": null was answered with ${statusLine(answered.answer)}, and it is still ${JSON.stringify(member(after)).slice(0, 100)}.`,
        [
          { exchange: answered, says: 'The merge patch.' },
          { exchange: after, says: 'After it.' },
        ],
      )
    }),
  flaw: rewritten((request, content) =>
    request.method === 'PATCH' && isObject(content)
      ? { content: Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null)) }
      : undefined,
  ),
})
