import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2PseudoDuplicate = check({
  id: 'http/h2-pseudo-duplicate',
  claim: 'Over HTTP/2, a request with two paths, methods or schemes is refused.',
  severity: 'must',
  source: rfc(9113, '8.3'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'A request with two :path', change: (good) => [[':path', '/other'], ...good] },
      { says: 'A request with two :method', change: (good) => [[':method', 'POST'], ...good] },
      { says: 'A request with two :scheme', change: (good) => [[':scheme', 'http'], ...good] },
    ]),
  flaw: laxHttp2('pseudo-duplicate'),
  sound: soundHttp2,
})
