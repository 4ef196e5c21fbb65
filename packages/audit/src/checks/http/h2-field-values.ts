import { check } from '../../check.ts'
import { laxHttp2, strictHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2FieldValues = check({
  id: 'http/h2-field-values',
  claim: 'Over HTTP/2, field values have no line breaks and no zeros.',
  // The text says MUST; several servers that are used everywhere are lenient here, and nobody is harmed by it alone.
  severity: 'should',
  source: rfc(9113, '8.2.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'A field value with CR LF', change: (good) => [...good, ['x-audit', 'a\r\nx-other: b']] },
      { says: 'A field value with LF', change: (good) => [...good, ['x-audit', 'a\nb']] },
      { says: 'A field value with a zero', change: (good) => [...good, ['x-audit', 'a\0b']] },
    ]),
  flaw: laxHttp2('field-values'),
  sound: strictHttp2,
})
