import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { FLAG, SETTING } from '../../wire/http2/frames.ts'
import { ping, settings, windowUpdate } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2FrameLengths = check({
  id: 'http/h2-frame-lengths',
  claim: 'Over HTTP/2, frames of a fixed length that have another one end the connection.',
  severity: 'must',
  source: [rfc(9113, '4.2'), rfc(9113, '6.5'), rfc(9113, '6.7'), rfc(9113, '6.9')],
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      { says: 'A PING of 7 bytes', frames: () => [ping('1234567')] },
      {
        says: 'A WINDOW_UPDATE of 3 bytes',
        frames: () => [{ ...windowUpdate(0, 1), payload: Buffer.of(0, 0, 1) }],
      },
      { says: 'SETTINGS of 5 bytes', frames: () => [{ ...settings(), payload: Buffer.alloc(5) }] },
      {
        says: 'An acknowledgement of SETTINGS with content',
        frames: () => [{ ...settings([[SETTING.ENABLE_PUSH, 0]]), flags: FLAG.ACK }],
      },
    ]),
  flaw: laxHttp2('frame-lengths'),
  sound: soundHttp2,
})
