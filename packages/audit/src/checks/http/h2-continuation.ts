import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { FLAG } from '../../wire/http2/frames.ts'
import { encodeFields } from '../../wire/http2/hpack.ts'
import { continuation, headers, ping } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND, fieldsOf } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2Continuation = check({
  id: 'http/h2-continuation',
  claim: 'Over HTTP/2, nothing comes between the frames of a field block.',
  severity: 'must',
  source: rfc(9113, '6.10'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      {
        says: 'A PING within a field block',
        frames: () => [
          headers(1, fieldsOf(inspection, '/'), FLAG.END_STREAM),
          ping('between-'),
          continuation(1, Buffer.alloc(0)),
        ],
      },
      {
        says: 'A CONTINUATION on another stream',
        frames: () => [
          headers(1, fieldsOf(inspection, '/'), FLAG.END_STREAM),
          continuation(3, Buffer.alloc(0)),
        ],
      },
      {
        says: 'A CONTINUATION without HEADERS',
        frames: () => [continuation(1, encodeFields(fieldsOf(inspection, '/')))],
      },
    ]),
  flaw: laxHttp2('continuation'),
  sound: soundHttp2,
})
