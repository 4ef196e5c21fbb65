import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { FLAG } from '../../wire/http2/frames.ts'
import { data, headers } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND, fieldsOf } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2PaddingBounds = check({
  id: 'http/h2-padding-bounds',
  claim: 'Over HTTP/2, padding that is longer than its frame ends the connection.',
  severity: 'must',
  source: [rfc(9113, '6.1'), rfc(9113, '6.2')],
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      {
        says: 'HEADERS with more padding than content',
        stream: 1,
        frames: () => [headers(1, Buffer.of(200, 0x82), FLAG.PADDED | FLAG.END_HEADERS | FLAG.END_STREAM)],
      },
      {
        says: 'DATA with more padding than content',
        frames: () => [
          headers(1, fieldsOf(inspection, '/'), FLAG.END_HEADERS),
          data(1, Buffer.of(200, 1), FLAG.PADDED),
        ],
      },
    ]),
  flaw: laxHttp2('padding'),
  sound: soundHttp2,
})
