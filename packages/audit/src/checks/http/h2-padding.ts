import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { FLAG } from '../../wire/http2/frames.ts'
import { encodeFields } from '../../wire/http2/hpack.ts'
import { headers } from '../../wire/http2/write.ts'
import { fieldsOf, PROTOCOL_MEND } from './http2.ts'
import { answeredAll } from './http2-same.ts'

const PADDING = 40

export const h2Padding = check({
  id: 'http/h2-padding',
  claim: 'Over HTTP/2, a request with padding and a priority is read as one without.',
  severity: 'must',
  source: rfc(9113, '6.2'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    answeredAll(inspection, 'A request with padding and a priority', ({ path }, stream) => [
      headers(
        stream,
        Buffer.concat([
          Buffer.of(PADDING, 0, 0, 0, 0, 15),
          encodeFields(fieldsOf(inspection, path)),
          Buffer.alloc(PADDING),
        ]),
        FLAG.PADDED | FLAG.PRIORITY | FLAG.END_HEADERS | FLAG.END_STREAM,
      ),
    ]),
  flaw: laxHttp2('padded'),
  sound: soundHttp2,
})
