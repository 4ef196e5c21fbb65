import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { windowUpdate } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { endsUpon } from './http2-offences.ts'
import { HELD, held } from './http2-held.ts'

export const h2WindowIncrement = check({
  id: 'http/h2-window-increment',
  claim: 'Over HTTP/2, a WINDOW_UPDATE that adds nothing is an error.',
  severity: 'must',
  source: rfc(9113, '6.9'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      { says: 'A WINDOW_UPDATE of 0 for the connection', frames: () => [windowUpdate(0, 0)] },
      {
        says: 'A WINDOW_UPDATE of 0 for a stream',
        stream: 1,
        options: HELD,
        frames: async (connection) => {
          await held(inspection, connection)
          return [windowUpdate(1, 0)]
        },
      },
    ]),
  flaw: laxHttp2('window-increment'),
  sound: soundHttp2,
})
