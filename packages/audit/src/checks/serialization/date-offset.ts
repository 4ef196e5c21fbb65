import { check } from '../../check.ts'
import { across, failed } from '../../verdict.ts'
import { membersOf } from '../openapi/texts-of.ts'
import { acrossBodies, isTaken, refusesAll, shown as quoted } from '../openapi/trials.ts'
import { lax } from '../validation/lax.ts'
import { MEND_DATE } from './mends.ts'
import { rfc } from '../../source.ts'

export const dateOffset = check({
  id: 'serialization/date-offset',
  claim: 'A moment without an offset is refused; one with an offset comes back as the same moment.',
  severity: 'should',
  source: rfc(3339, '5.6'),
  mend: MEND_DATE,
  needs: ['write', 'description'],
  run(inspection) {
    const { target } = inspection
    return acrossBodies(inspection, NONE, (call) => {
      const moments = membersOf(call, target.description).filter(
        ({ schema }) => schema?.['format'] === 'date-time' && schema['readOnly'] !== true,
      )
      return across(moments, NONE, async ({ name }) => {
        const having = (moment: string) => ({ json: { ...call.example(), [name]: moment } })
        const { answered, item, shown } = await call.store(having(MOMENT))
        if (!isTaken(answered.answer)) return undefined
        const kept = item?.[name]
        if (typeof kept === 'string' && Date.parse(kept) !== Date.parse(MOMENT))
          return failed(
            `"${name}" was sent as ${MOMENT}, and came back as ${quoted(kept)}, which is another moment.`,
            [{ exchange: answered }, { exchange: shown }],
          )
        return await refusesAll(call, [
          {
            what: `"${name}" is 2031-06-15T12:30:00, which has no offset`,
            content: having('2031-06-15T12:30:00'),
          },
        ])
      })
    })
  },
  flaw: lax((content) => content.replace('12:30:00"', '12:30:00Z"')),
})

const MOMENT = '2031-06-15T12:30:00+05:30'
const NONE = 'No member is described as a moment (date-time).'
