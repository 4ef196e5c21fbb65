import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { headers } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND, fieldsOf } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2StreamIds = check({
  id: 'http/h2-stream-ids',
  claim: 'Over HTTP/2, clients open streams with odd numbers.',
  severity: 'must',
  source: rfc(9113, '5.1.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      { says: 'A request on stream 2', frames: () => [headers(2, fieldsOf(inspection, '/'))] },
      // A lower number than the last is an error too, but one that may have been under way when its stream was reset.
    ]),
  flaw: laxHttp2('stream-ids'),
  sound: soundHttp2,
})
