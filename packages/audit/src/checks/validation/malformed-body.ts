import { check } from '../../check.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { lax } from './lax.ts'
import { MEND_PARSER } from './mends.ts'
import { rfc } from '../../source.ts'

export const malformedBody = check({
  id: 'validation/malformed-body',
  claim: 'Content that is no JSON is refused, never taken in part and never a fault.',
  severity: 'should',
  source: [rfc(8259, '2'), rfc(9110, '15.5.1')],
  mend: MEND_PARSER,
  needs: ['write'],
  run(inspection) {
    return acrossBodies(inspection, 'No operation was found that takes JSON.', (call) => {
      const whole = JSON.stringify(call.example())
      const trials: [what: string, body: string][] = [
        ['its content ends in the middle', whole.slice(0, -1)],
        ['its content is only an opening bracket', '{'],
        ['its content has more behind its end', `${whole}]`],
        ['its content is two values', `${whole}${whole}`],
        ['its content has a name without quotes', whole.replace(/"(\w+)":/, '$1 $1:')],
        ['its content has no colon', whole.replace('":', '"')],
        ['its content is a word', 'undefined'],
      ]
      return refusesAll(
        call,
        trials.map(([what, body]) => ({ what, content: { body } })),
      )
    })
  },
  flaw: lax((content) => (content.endsWith(']') ? content.slice(0, -1) : content)),
})
