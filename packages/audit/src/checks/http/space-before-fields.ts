import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectNoField } from './hidden-field.ts'
import { REFUSE_SYNTAX } from './mends.ts'

export const spaceBeforeFields = check({
  id: 'http/space-before-fields',
  claim: 'A line that begins with white space and follows the start line is refused, or not looked at.',
  severity: 'must',
  source: rfc(9112, '2.2'),
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectNoField(
      inspection,
      'Content-Length behind a space, in the first line after the start line,',
      (host, length) => ` Content-Length: ${length}\r\nHost: ${host}\r\n`,
    ),
  flaw: sloppy({ folds: 'fields' }),
})
