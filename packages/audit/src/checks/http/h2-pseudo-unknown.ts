import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2PseudoUnknown = check({
  id: 'http/h2-pseudo-unknown',
  claim: 'Over HTTP/2, pseudo-header fields that no request has are refused.',
  severity: 'must',
  source: rfc(9113, '8.3'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'A request with :audit', change: (good) => [[':audit', 'a'], ...good] },
      { says: 'A request with :status', change: (good) => [[':status', '200'], ...good] },
    ]),
  flaw: laxHttp2('pseudo-unknown'),
  sound: soundHttp2,
})
