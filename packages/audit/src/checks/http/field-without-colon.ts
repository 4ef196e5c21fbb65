import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests, getWith } from './bad-requests.ts'
import { REFUSE_SYNTAX } from './mends.ts'

export const fieldWithoutColon = check({
  id: 'http/field-without-colon',
  claim: 'A request with a line in its head that has no colon is refused.',
  severity: 'should',
  source: [rfc(9112, '5'), rfc(9112, '2.2')],
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectBadRequests(inspection, (parts) => [
      { what: 'the line "nonsense" among its fields', bytes: getWith(parts, 'nonsense\r\n') },
    ]),
  flaw: sloppy({ noColon: true }),
})
