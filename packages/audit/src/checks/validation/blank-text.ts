import { check } from '../../check.ts'
import { across } from '../../verdict.ts'
import { freeTexts, requiredOf } from '../openapi/texts-of.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { answerAt, lax } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { text } from '../../source.ts'

export const blankText = check({
  id: 'validation/blank-text',
  claim: 'A text of blanks only is refused where a text may not be empty.',
  severity: 'may',
  source: text(
    'OWASP Input Validation Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html',
  ),
  mend: MEND_SCHEMA,
  needs: ['description', 'write'],
  run(inspection) {
    const { description } = inspection.target
    return acrossBodies(inspection, NONE, (call) => {
      const required = new Set(requiredOf(call, description))
      const texts = freeTexts(call, description).filter(
        ({ name, schema }) => required.has(name) && Number(schema?.['minLength'] ?? 0) > 0,
      )
      return across(texts, NONE, ({ name }) =>
        refusesAll(
          call,
          ['    ', '\u00a0\u2003\u00a0\u2003'].map((blank) => ({
            what: `"${name}" is nothing but blanks`,
            content: { json: { ...call.example(), [name]: blank } },
          })),
        ),
      )
    })
  },
  flaw: lax((content) => content),
  sound: answerAt(
    (content) => /"title":"\s+"/.test(content),
    (response) => response.writeHead(422).end('blank'),
  ),
})

const NONE = 'No required text member with a least length is described.'
