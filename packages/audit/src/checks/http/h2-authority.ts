import { check } from '../../check.ts'
import { laxHttp2, strictHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2Authority = check({
  id: 'http/h2-authority',
  claim: 'Over HTTP/2, a request whose Host is not its :authority is refused.',
  severity: 'should',
  source: rfc(9113, '8.3.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      {
        says: 'A request with another Host than :authority',
        change: (good) => [...good, ['host', 'other.example']],
      },
    ]),
  flaw: laxHttp2('authority'),
  sound: strictHttp2,
})
