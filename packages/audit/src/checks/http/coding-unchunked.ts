import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectCodingsRefused } from './bad-codings.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const codingUnchunked = check({
  id: 'http/coding-unchunked',
  claim: 'A request with a transfer coding that is not chunked is refused, and its connection closed.',
  severity: 'must',
  source: rfc(9112, '6.3'),
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectCodingsRefused(inspection, ['Transfer-Encoding: gzip\r\n', 'Transfer-Encoding: deflate\r\n']),
  flaw: sloppy({ codingsIgnored: true }),
})
