import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { CannotTell } from '../../verdict.ts'
import { SETTING, type Frame } from '../../wire/http2/frames.ts'
import { settings } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2FrameSize = check({
  id: 'http/h2-frame-size',
  claim: 'Over HTTP/2, a frame that is larger than the server allows ends the connection.',
  severity: 'must',
  source: rfc(9113, '4.2'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      {
        says: 'A frame larger than SETTINGS_MAX_FRAME_SIZE',
        frames: ({ settings: theirs }) => [tooLarge(theirs.get(SETTING.MAX_FRAME_SIZE) ?? 16_384)],
      },
    ]),
  flaw: laxHttp2('frame-size'),
  sound: soundHttp2,
})

/** Settings that nobody knows, which have to be ignored (RFC 9113 section 6.5.2): nothing is wrong but the size. */
function tooLarge(allowed: number): Frame {
  if (allowed > 4 << 20)
    throw new CannotTell(`It allows frames of ${allowed} bytes, which is too much to go beyond.`)
  return settings(Array.from({ length: Math.ceil((allowed + 1) / 6) }, () => [0xfafa, 0] as const))
}
