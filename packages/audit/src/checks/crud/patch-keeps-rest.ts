import { isDeepStrictEqual } from 'node:util'
import { check } from '../../check.ts'
import { rewritten } from '../../flaws/rewritten.ts'
import { isObject } from '../../target/openapi/document.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import { objectWith } from './body.ts'
import { acrossItems } from './item.ts'
import { isSuccess, shows } from './seen.ts'

export const patchKeepsRest = check({
  id: 'crud/patch-keeps-rest',
  claim: 'PATCH changes what it names and leaves the rest.',
  severity: 'must',
  source: [rfc(5789, '2'), rfc(7396, '2')],
  mend: {
    general:
      'Tell "not named" from "null": change the members that the patch has, and no others. A form with defaults for what is missing is one for PUT.',
    stacks: {
      FastAPI: 'patch.model_dump(exclude_unset=True)',
      Django: 'serializer(instance, data=request.data, partial=True)',
      'Go net/http': 'pointers or json.RawMessage for the members, so that a missing one is nil',
      'Spring Boot': 'ObjectMapper.readerForUpdating(entity), or JsonNullable for each member',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['patch'], async (item) => {
      const { resource, path, body, shown } = item
      const { text } = resource
      const rest = Object.keys(body.json).filter((name) => name !== text)
      if (text === undefined || rest.length === 0)
        return inconclusive(`Items of ${resource.path} have no text to change, or nothing beside it.`)
      const names = Object.keys(body.json)
      const before = objectWith(jsonOf(shown.answer), names)
      const answered = await item.change()
      const after = await item.read()
      if (!isSuccess(answered) || !shows(after, answered.marker))
        return inconclusive(`PATCH ${path} was answered with ${statusLine(answered.answer)}.`)
      const now = objectWith(jsonOf(after.answer), names)
      const lost = rest.find(
        (name) => before?.[name] !== undefined && !isDeepStrictEqual(now?.[name], before[name]),
      )
      if (lost === undefined) return passed()
      // What follows from the text, such as a name for addresses, was not sent like this before.
      if (!isDeepStrictEqual(before?.[lost], body.json[lost]))
        return inconclusive(`"${lost}" of ${path} is not shown as it was sent.`)
      return failed(
        `PATCH of "${text}" changed "${lost}" too: it was ${brief(before?.[lost])}, and is ${brief(now?.[lost])}.`,
        [
          { exchange: shown, says: 'Before.' },
          { exchange: answered, says: `PATCH, which names "${text}" alone.` },
          { exchange: after, says: 'After it.' },
        ],
      )
    }),
  flaw: rewritten((request, content) =>
    request.method === 'PATCH' && isObject(content)
      ? { content: { text: null, tags: null, rank: null, ...content } }
      : undefined,
  ),
})

function brief(value: unknown): string {
  return value === undefined ? 'not there' : JSON.stringify(value).slice(0, 100)
}
