import { check } from '../../check.ts'
import { lax } from './lax.ts'
import { keptOrRefused } from './kept-or-refused.ts'
import { MEND_TEXT } from './mends.ts'
import { rfc } from '../../source.ts'

export const loneSurrogate = check({
  id: 'validation/lone-surrogate',
  claim: 'Half a character in a text is refused or kept, and is no fault.',
  severity: 'should',
  source: rfc(8259, '8.2'),
  mend: MEND_TEXT,
  needs: ['write'],
  run: (inspection) =>
    keptOrRefused(inspection, (random) => ({
      what: 'has half a character in it',
      text: `before\ud800after ${random.word(6)}`,
    })),
  flaw: lax((content) => content.replace(String.raw`\ud800`, '\ufffd')),
})
