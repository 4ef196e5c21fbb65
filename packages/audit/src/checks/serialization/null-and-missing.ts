import { check } from '../../check.ts'
import { isObject } from '../../target/openapi/document.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import { acrossItems, MERGE_PATCH } from '../crud/item.ts'
import { isTaken, shown } from '../openapi/trials.ts'
import { lax } from '../validation/lax.ts'
import { MEND_PATCH } from './mends.ts'
import { rfc } from '../../source.ts'

export const nullAndMissing = check({
  id: 'serialization/null-and-missing',
  claim: 'A merge patch takes away what is null, and leaves what is missing.',
  severity: 'should',
  source: rfc(7396, '2'),
  mend: MEND_PATCH,
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossItems(inspection, ['patch'], async ({ resource, path, read, patch: send }) => {
      const { target } = inspection
      const types = Object.keys(resource.operations['patch']?.body?.content ?? {})
      if (!types.includes(MERGE_PATCH)) return inconclusive(`It is not described to take ${MERGE_PATCH}.`)
      const text = need(resource.text, 'No text member is known that can be changed; name it as "text".')
      const patch = (json: unknown) => send(json, { 'Content-Type': MERGE_PATCH })
      const schema = resource.operations['patch']?.body?.content[MERGE_PATCH]?.schema
      const takesNull =
        schema !== undefined && target.description?.examine(schema, { [text]: null }, 'request').length === 0
      const before = jsonOf((await read()).answer)
      const untouched = await patch({})
      if (!isTaken(untouched.answer))
        return inconclusive(`PATCH ${path} was answered with ${statusLine(untouched.answer)} to {}.`)
      const same = await read()
      const now = jsonOf(same.answer)
      if (!isObject(before) || !isObject(now)) return inconclusive('Its items are no JSON objects.')
      if (JSON.stringify(before[text]) !== JSON.stringify(now[text]))
        return failed(
          `A merge patch without "${text}" changed it from ${shown(before[text])} to ${shown(now[text])}.`,
          [{ exchange: untouched }, { exchange: same }],
        )
      if (!takesNull) return passed()
      const taken = await patch({ [text]: null })
      if (!isTaken(taken.answer)) return passed()
      const without = await read()
      const left = jsonOf(without.answer)
      if (!isObject(left) || left[text] === undefined || left[text] === null || left[text] === '')
        return passed()
      return failed(
        `A merge patch with "${text}": null was answered with ${statusLine(taken.answer)}, and "${text}" is still ${shown(left[text])}.`,
        [{ exchange: taken }, { exchange: without }],
      )
    }),
  flaw: lax((content) => (content === '{}' ? '{"text":null}' : content)),
})
