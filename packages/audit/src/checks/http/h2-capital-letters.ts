import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'

import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2CapitalLetters = check({
  id: 'http/h2-capital-letters',
  claim: 'Over HTTP/2, a field name with a capital letter is refused.',
  severity: 'must',
  source: rfc(9113, '8.2.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'A field name with a capital letter', change: (good) => [...good, ['X-Audit', 'a']] },
    ]),
  flaw: laxHttp2('field-names'),
  sound: soundHttp2,
})
