import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectLengthsRefused } from './bad-lengths.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const lengthSign = check({
  id: 'http/length-sign',
  claim: 'A Content-Length with a sign is refused, and its connection closed.',
  severity: 'must',
  source: [rfc(9112, '6.3'), rfc(9110, '8.6')],
  mend: REFUSE_FRAMING,
  run: (inspection) => expectLengthsRefused(inspection, (length) => [`+${length}`, `-${length}`]),
  flaw: sloppy({ lengthSigns: true }),
})
