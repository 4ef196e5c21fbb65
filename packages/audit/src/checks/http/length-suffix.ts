import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectLengthsRefused } from './bad-lengths.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const lengthSuffix = check({
  id: 'http/length-suffix',
  claim: 'A Content-Length with something behind its digits is refused, and its connection closed.',
  severity: 'must',
  source: [rfc(9112, '6.3'), rfc(9110, '8.6')],
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectLengthsRefused(inspection, (length) => [`${length}.0`, `${length}e0`, `${length};`]),
  flaw: sloppy({ lengthPrefix: true }),
})
