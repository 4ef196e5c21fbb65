import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectLengthsRefused } from './bad-lengths.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const lengthList = check({
  id: 'http/length-list',
  claim:
    'A request whose Content-Length is a list of different lengths is refused, and its connection closed.',
  severity: 'must',
  source: [rfc(9112, '6.3'), rfc(9110, '8.6')],
  mend: REFUSE_FRAMING,
  run: (inspection) => expectLengthsRefused(inspection, (length) => [`0, ${length}`, `${length}, 0`]),
  flaw: sloppy({ lengthLists: true }),
})
