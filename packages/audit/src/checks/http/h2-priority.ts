import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { headers, priority } from '../../wire/http2/write.ts'
import { fieldsOf, PROTOCOL_MEND } from './http2.ts'
import { answeredAll } from './http2-same.ts'

export const h2Priority = check({
  id: 'http/h2-priority',
  claim: 'Over HTTP/2, PRIORITY is put up with on streams of any state.',
  severity: 'must',
  source: [rfc(9113, '5.1'), rfc(9113, '6.3')],
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    answeredAll(inspection, 'A request beside PRIORITY on a stream that is not open', ({ path }, stream) => [
      priority(stream + 6, 0),
      headers(stream, fieldsOf(inspection, path)),
    ]),
  flaw: laxHttp2('priority'),
  sound: soundHttp2,
})
