import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { windowUpdate } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2WindowOverflow = check({
  id: 'http/h2-window-overflow',
  claim: 'Over HTTP/2, a window of more than 2^31-1 bytes ends the connection.',
  severity: 'must',
  source: rfc(9113, '6.9.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      {
        says: 'A window of the connection beyond 2^31-1',
        frames: () => [windowUpdate(0, 0x7fffffff), windowUpdate(0, 0x7fffffff)],
      },
    ]),
  flaw: laxHttp2('window-overflow'),
  sound: soundHttp2,
})
