import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { endsUponFields } from './http2-offences.ts'

export const h2HpackErrors = check({
  id: 'http/h2-hpack-errors',
  claim: 'Over HTTP/2, a field block that cannot be decoded ends the connection.',
  severity: 'must',
  source: [rfc(9113, '4.3'), rfc(7541, '2.3.3'), rfc(7541, '6.1')],
  mend: PROTOCOL_MEND,
  run: (inspection) => endsUponFields(inspection, UNREADABLE),
  flaw: laxHttp2('hpack'),
  sound: soundHttp2,
})

const UNREADABLE = {
  'A field with index 0': '80',
  'A field beyond the end of the table': 'ff8001',
}
