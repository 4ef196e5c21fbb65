import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectCodingsRefused } from './bad-codings.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const codingQuoted = check({
  id: 'http/coding-quoted',
  claim: 'A transfer coding in quotes is refused, and its connection closed.',
  severity: 'must',
  source: rfc(9112, '6.3'),
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectCodingsRefused(inspection, [
      'Transfer-Encoding: "chunked"\r\n',
      "Transfer-Encoding: 'chunked'\r\n",
    ]),
  flaw: sloppy({ codingQuoted: true }),
})
