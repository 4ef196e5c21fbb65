import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectLengthsRefused } from './bad-lengths.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const lengthOverflow = check({
  id: 'http/length-overflow',
  claim: 'A Content-Length beyond what an integer holds is not taken for a small one.',
  severity: 'must',
  // Recipients "MUST anticipate potentially large decimal numerals".
  source: rfc(9110, '8.6'),
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectLengthsRefused(
      inspection,
      (length) => [String(2n ** 64n + BigInt(length)), String(2n ** 32n + BigInt(length))],
      { mayWait: true },
    ),
  flaw: sloppy({ lengthWraps: true }),
})
