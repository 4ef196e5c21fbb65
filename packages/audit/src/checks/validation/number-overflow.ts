import { check } from '../../check.ts'
import { across } from '../../verdict.ts'
import { hasType, membersOf } from '../openapi/texts-of.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { lax } from './lax.ts'
import { MEND_NUMBERS } from './mends.ts'
import { rfc } from '../../source.ts'

export const numberOverflow = check({
  id: 'validation/number-overflow',
  claim: 'A number that is too large for any type is refused, and is no fault.',
  severity: 'should',
  source: rfc(8259, '6'),
  mend: MEND_NUMBERS,
  needs: ['description', 'write'],
  run(inspection) {
    const { description } = inspection.target
    return acrossBodies(inspection, NONE, (call) => {
      const numbers = membersOf(call, description).filter(
        (member) => hasType(member, 'integer', 'number') && member.schema?.['readOnly'] !== true,
      )
      return across(numbers, NONE, ({ name }) => {
        const { [name]: _, ...rest } = call.example()
        const others = JSON.stringify(rest).slice(1)
        const trials = ['1e400', '-1e400', '9'.repeat(400)].map((written) => ({
          what: `"${name}" is ${written.slice(0, 20)}`,
          content: { body: `{${JSON.stringify(name)}:${written}${others === '}' ? '' : ','}${others}` },
        }))
        return refusesAll(call, trials)
      })
    })
  },
  flaw: lax((content) => content.replace('1e400', '1')),
})

const NONE = 'No member is described as a number.'
