import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectLengthsRefused } from './bad-lengths.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const lengthHex = check({
  id: 'http/length-hex',
  claim: 'A Content-Length in hexadecimal is refused, and its connection closed.',
  severity: 'must',
  source: [rfc(9112, '6.3'), rfc(9110, '8.6')],
  mend: REFUSE_FRAMING,
  run: (inspection) => expectLengthsRefused(inspection, (length) => [`0x${length.toString(16)}`]),
  flaw: sloppy({ lengthHex: true }),
})
