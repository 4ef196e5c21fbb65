import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectCodingsRefused } from './bad-codings.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const codingNotLast = check({
  id: 'http/coding-not-last',
  claim: 'A request with another transfer coding behind chunked is refused, and its connection closed.',
  severity: 'must',
  source: rfc(9112, '6.3'),
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectCodingsRefused(inspection, [
      'Transfer-Encoding: chunked, identity\r\n',
      'Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n',
    ]),
  flaw: sloppy({ codingsInAnyOrder: true }),
})
