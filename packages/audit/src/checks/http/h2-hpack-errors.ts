import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { encodeFields } from '../../wire/http2/hpack.ts'
import { headers } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND, fieldsOf } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2HpackErrors = check({
  id: 'http/h2-hpack-errors',
  claim: 'Over HTTP/2, a field block that cannot be decoded ends the connection.',
  severity: 'must',
  source: [rfc(9113, '4.3'), rfc(7541, '2.3.3'), rfc(7541, '6.1')],
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(
      inspection,
      Object.entries(UNREADABLE).map(([says, bytes]) => ({
        says,
        frames: () => [
          headers(1, Buffer.concat([encodeFields(fieldsOf(inspection, '/')), Buffer.from(bytes, 'hex')])),
        ],
      })),
    ),
  flaw: laxHttp2('hpack'),
  sound: soundHttp2,
})

const UNREADABLE = {
  'A field with index 0': '80',
  'A field beyond the end of the table': 'ff8001',
}
