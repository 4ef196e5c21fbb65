import { check } from '../../check.ts'
import { laxHttp2, strictHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2FieldWhitespace = check({
  id: 'http/h2-field-whitespace',
  claim: 'Over HTTP/2, field values neither begin nor end with white space.',
  // The text says MUST; several servers that are used everywhere are lenient here, and nobody is harmed by it alone.
  severity: 'should',
  source: rfc(9113, '8.2.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'A field value that begins with a space', change: (good) => [...good, ['x-audit', ' a']] },
      { says: 'A field value that ends with a tab', change: (good) => [...good, ['x-audit', 'a\t']] },
    ]),
  flaw: laxHttp2('field-values'),
  sound: strictHttp2,
})
