import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { withLength } from './bad-codings.ts'
import { REFUSE_SYNTAX } from './mends.ts'
import { expectRefusal } from './refused.ts'

export const spaceBeforeColon = check({
  id: 'http/space-before-colon',
  claim: 'A request with white space between the name of a field and its colon is refused.',
  severity: 'must',
  // "A server MUST reject, with a response status code of 400 (Bad Request)".
  source: rfc(9112, '5.1'),
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectRefusal(inspection, (carriers, method) => {
      const { begin, hidden } = carriers
      return [
        { what: `a ${method} with a space before the colon of X-A`, bytes: begin(method, 'X-A : 1\r\n') },
        {
          what: `a ${method} with a tab before the colon of Content-Length`,
          bytes: begin(method, `Content-Length\t: ${hidden.length}\r\n`) + hidden,
        },
        withLength(carriers, method, 'Transfer-Encoding : chunked\r\n'),
      ]
    }),
  flaw: sloppy({ spaceBeforeColon: true }),
})
