import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectCodingsRefused } from './bad-codings.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const codingTwice = check({
  id: 'http/coding-twice',
  claim: 'A request that is chunked twice is refused, and its connection closed.',
  severity: 'should',
  // A sender "MUST NOT apply the chunked transfer coding more than once"; what a recipient does is left open.
  source: rfc(9112, '6.1'),
  mend: REFUSE_FRAMING,
  run: (inspection) => expectCodingsRefused(inspection, ['Transfer-Encoding: chunked, chunked\r\n']),
  flaw: sloppy({ codingTwice: true }),
})
