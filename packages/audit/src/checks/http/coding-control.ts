import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectCodingsRefused } from './bad-codings.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const codingControl = check({
  id: 'http/coding-control',
  claim: 'A transfer coding with a control character is refused, and its connection closed.',
  severity: 'must',
  source: rfc(9112, '6.3'),
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectCodingsRefused(inspection, [
      'Transfer-Encoding: \x0bchunked\r\n',
      'Transfer-Encoding: chunked\x0c\r\n',
      'Transfer-Encoding: chun\x7fked\r\n',
    ]),
  flaw: sloppy({ codingControls: true }),
})
