import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { MEND_CODING } from './mends.ts'
import { rfc } from '../../source.ts'

export const contentCoding = check({
  id: 'serialization/content-coding',
  claim: 'Content in a coding that is not known is refused, not taken for plain content.',
  severity: 'may',
  source: [rfc(9110, '8.4'), rfc(9110, '15.5.16')],
  mend: MEND_CODING,
  needs: ['write'],
  run(inspection) {
    return acrossBodies(inspection, 'No operation was found that takes JSON.', (call) =>
      refusesAll(call, [
        {
          what: 'its content is said to be in the coding "x-audit"',
          content: { json: call.example(), headers: { 'Content-Encoding': 'x-audit' } },
        },
      ]),
    )
  },
  flaw: flawed((request, _response, pass) => {
    delete request.headers['content-encoding']
    pass()
  }),
})
