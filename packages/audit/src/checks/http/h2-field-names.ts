import { check } from '../../check.ts'
import { laxHttp2, strictHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2FieldNames = check({
  id: 'http/h2-field-names',
  claim: 'Over HTTP/2, a field name with characters that no name has is refused.',
  // The text says MUST; several servers that are used everywhere are lenient here, and nobody is harmed by it alone.
  severity: 'should',
  source: rfc(9113, '8.2.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'A field name with a line break', change: (good) => [...good, ['x-audit\r\nx-other', 'a']] },
      { says: 'A field name with a space', change: (good) => [...good, ['x audit', 'a']] },
      { says: 'A field name with a colon', change: (good) => [...good, ['x-audit:x', 'a']] },
      { says: 'A field name of more than ASCII', change: (good) => [...good, ['x-\u00fcber', 'a']] },
    ]),
  flaw: laxHttp2('field-names'),
  sound: strictHttp2,
})
