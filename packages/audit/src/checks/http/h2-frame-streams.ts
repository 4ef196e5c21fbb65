import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { data, headers, ping, rstStream, settings } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND, fieldsOf } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2FrameStreams = check({
  id: 'http/h2-frame-streams',
  claim: 'Over HTTP/2, frames of streams come on streams, and those of the connection on stream 0.',
  severity: 'must',
  source: [rfc(9113, '6.1'), rfc(9113, '6.2'), rfc(9113, '6.4'), rfc(9113, '6.5'), rfc(9113, '6.7')],
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      { says: 'DATA on stream 0', frames: () => [data(0, 'x')] },
      { says: 'HEADERS on stream 0', frames: () => [headers(0, fieldsOf(inspection, '/'))] },
      { says: 'RST_STREAM on stream 0', frames: () => [rstStream(0, 8)] },
      { says: 'SETTINGS on stream 1', frames: () => [{ ...settings(), stream: 1 }] },
      { says: 'PING on stream 1', frames: () => [{ ...ping('abcdefgh'), stream: 1 }] },
    ]),
  flaw: laxHttp2('frame-streams'),
  sound: soundHttp2,
})
