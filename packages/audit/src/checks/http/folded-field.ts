import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectNoField } from './hidden-field.ts'
import { REFUSE_SYNTAX } from './mends.ts'

export const foldedField = check({
  id: 'http/folded-field',
  claim: 'A folded line is refused, or belongs to the field before it.',
  severity: 'must',
  source: rfc(9112, '5.2'),
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectNoField(
      inspection,
      'Content-Length on a folded line',
      (host, length) => `Host: ${host}\r\nX-A: a\r\n Content-Length: ${length}\r\n`,
    ),
  flaw: sloppy({ folds: 'fields' }),
})
