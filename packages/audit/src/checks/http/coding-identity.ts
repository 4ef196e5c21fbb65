import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectCodingsRefused } from './bad-codings.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const codingIdentity = check({
  id: 'http/coding-identity',
  claim: 'A request with the transfer coding "identity" is refused, and its connection closed.',
  severity: 'must',
  source: rfc(9112, '6.3'),
  mend: REFUSE_FRAMING,
  run: (inspection) => expectCodingsRefused(inspection, ['Transfer-Encoding: identity\r\n']),
  flaw: sloppy({ codingIdentity: true }),
})
