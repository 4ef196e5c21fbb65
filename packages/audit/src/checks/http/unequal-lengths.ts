import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { REFUSE_FRAMING } from './mends.ts'
import { expectRefusal } from './refused.ts'

export const unequalLengths = check({
  id: 'http/unequal-lengths',
  claim: 'A request with two Content-Length fields that differ is refused, and its connection closed.',
  severity: 'must',
  source: [rfc(9112, '6.3'), rfc(9110, '8.6')],
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectRefusal(inspection, ({ begin, hidden }, method) =>
      [
        [0, hidden.length],
        [hidden.length, 0],
      ].map(([one, other]) => ({
        what: `a ${method} with a Content-Length of ${one} and another of ${other}`,
        bytes: begin(method, `Content-Length: ${one}\r\nContent-Length: ${other}\r\n`) + hidden,
      })),
    ),
  flaw: sloppy({ unequalLengths: 'last' }),
})
