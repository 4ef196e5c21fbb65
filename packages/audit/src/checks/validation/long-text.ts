import { check } from '../../check.ts'
import { faultAt } from './lax.ts'
import { keptOrRefused } from './kept-or-refused.ts'
import { MEND_COST } from './mends.ts'
import { text } from '../../source.ts'

export const longText = check({
  id: 'validation/long-text',
  claim: 'A text of 50,000 characters is refused or kept, and is no fault.',
  severity: 'should',
  source: text(
    'OWASP Input Validation Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html',
  ),
  mend: MEND_COST,
  needs: ['write'],
  run: (inspection) =>
    keptOrRefused(inspection, (random) => ({
      what: 'has 50,000 characters',
      text: 'long '.repeat(10_000) + random.word(6),
    })),
  flaw: faultAt((content) => content.length > 50_000),
})
