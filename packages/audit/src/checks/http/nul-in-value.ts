import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectLengthsRefused } from './bad-lengths.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const nulInValue = check({
  id: 'http/nul-in-value',
  claim: 'A Content-Length does not end at a NUL.',
  severity: 'must',
  // NUL in a value: "MUST either reject the message or replace each of those characters with SP", and "44 x" is no length.
  source: [rfc(9110, '5.5'), rfc(9112, '6.3')],
  mend: REFUSE_FRAMING,
  run: (inspection) => expectLengthsRefused(inspection, (length) => [`${length}\0x`, `0\0${length}`]),
  flaw: sloppy({ nul: true }),
})
