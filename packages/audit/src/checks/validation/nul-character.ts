import { check } from '../../check.ts'
import { faultAt } from './lax.ts'
import { keptOrRefused } from './kept-or-refused.ts'
import { MEND_TEXT } from './mends.ts'
import { rfc } from '../../source.ts'

export const nulCharacter = check({
  id: 'validation/nul-character',
  claim: 'A NUL character in a text is refused or kept, and is no fault.',
  severity: 'should',
  source: rfc(8259, '8.2'),
  mend: MEND_TEXT,
  needs: ['write'],
  run: (inspection) =>
    keptOrRefused(inspection, (random) => ({
      what: 'has a NUL character in it',
      text: `before\u0000after ${random.word(6)}`,
    })),
  flaw: faultAt((content) => content.includes(String.raw`\u0000`)),
})
