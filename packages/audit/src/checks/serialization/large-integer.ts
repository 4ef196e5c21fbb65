import { check } from '../../check.ts'
import { across, failed, passed } from '../../verdict.ts'
import { hasType, membersOf } from '../openapi/texts-of.ts'
import { acrossBodies, isRefused, isTaken } from '../openapi/trials.ts'
import { counting } from './counting.ts'
import { MEND_NUMBER } from './mends.ts'
import { rfc } from '../../source.ts'

export const largeInteger = check({
  id: 'serialization/large-integer',
  claim: 'Integers beyond 2⁵³ are kept exactly or refused, never changed.',
  severity: 'must',
  source: [rfc(8259, '6'), rfc(7493, '2.2')],
  mend: MEND_NUMBER,
  needs: ['write', 'description'],
  run(inspection) {
    const { target } = inspection
    return acrossBodies(inspection, NONE, (call) => {
      const integers = membersOf(call, target.description).filter(
        (member) => hasType(member, 'integer') && member.schema?.['readOnly'] !== true,
      )
      return across(integers, NONE, async ({ name, schema }) => {
        // Beyond what is described, refusing is another check's claim.
        const { [name]: _, ...rest } = call.example()
        const body = `{${JSON.stringify(name)}:${LARGE}${Object.keys(rest).length > 0 ? ',' : ''}${JSON.stringify(rest).slice(1)}`
        const { answered, item, shown } = await call.store({ body })
        if (isRefused(answered.answer)) return passed()
        if (!isTaken(answered.answer) || item === undefined || item[name] === undefined) return undefined
        // The text itself: read as a number it would be changed here as well.
        const kept = new RegExp(`"${RegExp.escape(name)}"\\s*:\\s*"?(-?[\\d.eE+-]+)`).exec(
          shown.answer.body.toString(),
        )?.[1]
        if (kept === undefined || kept === LARGE) return passed()
        const limit = schema?.['maximum'] === undefined ? '' : `, which is above its maximum`
        return failed(`"${name}" was sent as ${LARGE}${limit}, was taken, and came back as ${kept}.`, [
          { exchange: answered },
          { exchange: shown },
        ])
      })
    })
  },
  flaw: counting(false),
  sound: counting(true),
})

const LARGE = '9007199254740993'
const NONE = 'No member is described as an integer.'
