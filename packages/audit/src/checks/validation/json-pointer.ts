import { check } from '../../check.ts'
import { acrossBroken } from '../openapi/across-broken.ts'
import { tampered } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { isJson, jsonOf } from '../../wire/answer.ts'
import { short } from '../http/field-syntax.ts'
import { isRefused, shown } from '../openapi/trials.ts'
import { MEND_LISTS } from './mends.ts'
import { rfc } from '../../source.ts'

export const jsonPointer = check({
  id: 'validation/json-pointer',
  claim: 'Each failure has a pointer that leads to what is wrong.',
  severity: 'may',
  source: [rfc(6901, '3'), rfc(9457, '3')],
  mend: MEND_LISTS,
  needs: ['description', 'write'],
  run(inspection) {
    const none = 'None of its refusals has JSON Pointers.'
    return acrossBroken(inspection, none, async (call, values) => {
      const wrong = values.slice(0, 20)
      return await across(wrong, none, async ({ pointer, says, value }) => {
        const answered = await call.send({ json: value })
        if (!isRefused(answered.answer) || !isJson(answered.answer)) return undefined
        const pointers = [...pointersIn(jsonOf(answered.answer))]
        if (pointers.length === 0) return undefined
        const bad = pointers.find((each) => !/^#?(?:\/(?:[^~]|~[01])*)?$/s.test(each))
        if (bad !== undefined)
          return failed(`${call.name} points to "${short(bad)}", which is no JSON Pointer.`, answered, bad)
        const near = pointers.some((each) => {
          const at = each.replace('#', '')
          return (
            at === pointer ||
            at === `/body${pointer}` ||
            pointer === `${at}${pointer.slice(pointer.lastIndexOf('/'))}`
          )
        })
        return near
          ? passed()
          : failed(
              `${call.name} got a value where ${says}, and points to ${shown(pointers)}.`,
              answered,
              pointers[0],
            )
      })
    })
  },
  flaw: tampered((answer) => {
    answer.body = Buffer.from(answer.body.toString().replaceAll('"pointer":"/', '"pointer":"'))
  }),
})

function* pointersIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, each] of Object.entries(value)) {
    if (name === 'pointer' && typeof each === 'string') yield each
    else yield* pointersIn(each)
  }
}
