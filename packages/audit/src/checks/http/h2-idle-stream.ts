import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { data, rstStream, windowUpdate } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2IdleStream = check({
  id: 'http/h2-idle-stream',
  claim: 'Over HTTP/2, a stream begins with HEADERS.',
  // The text says MUST; several servers that are used everywhere are lenient here, and nobody is harmed by it alone.
  severity: 'should',
  source: rfc(9113, '5.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      { says: 'DATA on a stream that was not opened', frames: () => [data(1, 'x')] },
      { says: 'RST_STREAM on a stream that was not opened', frames: () => [rstStream(1, 8)] },
      { says: 'WINDOW_UPDATE on a stream that was not opened', frames: () => [windowUpdate(1, 100)] },
    ]),
  flaw: laxHttp2('idle-stream'),
  sound: soundHttp2,
})
