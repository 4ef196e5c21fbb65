import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2ConnectionFields = check({
  id: 'http/h2-connection-fields',
  claim: 'Over HTTP/2, fields that belong to a connection of HTTP/1.1 are refused.',
  // The text says MUST; several servers that are used everywhere are lenient here, and nobody is harmed by it alone.
  severity: 'should',
  source: rfc(9113, '8.2.2'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'Transfer-Encoding', change: (good) => [...good, ['transfer-encoding', 'chunked']] },
      { says: 'Connection', change: (good) => [...good, ['connection', 'close']] },
      { says: 'Keep-Alive', change: (good) => [...good, ['keep-alive', 'timeout=5']] },
      { says: 'Upgrade', change: (good) => [...good, ['upgrade', 'websocket']] },
      { says: 'TE with more than trailers', change: (good) => [...good, ['te', 'gzip']] },
    ]),
  flaw: laxHttp2('connection-fields'),
  sound: soundHttp2,
})
