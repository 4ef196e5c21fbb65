import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests, getWith } from './bad-requests.ts'
import { REFUSE_SYNTAX } from './mends.ts'

export const fieldName = check({
  id: 'http/field-name',
  claim: 'A request with a field whose name cannot be one is refused.',
  severity: 'should',
  source: [rfc(9110, '5.1'), rfc(9112, '2.2')],
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectBadRequests(inspection, (parts) =>
      ['X(A: 1', 'X A: 1', ': 1', 'X\x01A: 1', 'X/A: 1'].map((line) => ({
        what: `the field ${JSON.stringify(line)}`,
        bytes: getWith(parts, `${line}\r\n`),
      })),
    ),
  flaw: sloppy({ anyName: true }),
})
