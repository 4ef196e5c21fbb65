import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectCodingsRefused } from './bad-codings.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const codingUnknown = check({
  id: 'http/coding-unknown',
  claim: 'A transfer coding that only looks like chunked is refused, and its connection closed.',
  severity: 'must',
  source: rfc(9112, '6.3'),
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectCodingsRefused(inspection, ['Transfer-Encoding: xchunked\r\n', 'Transfer-Encoding: chunkedx\r\n']),
  flaw: sloppy({ codingsContain: true }),
})
