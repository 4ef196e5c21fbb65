import { check } from '../../check.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { lax } from './lax.ts'
import { MEND_PARSER } from './mends.ts'
import { rfc } from '../../source.ts'

export const strictJson = check({
  id: 'validation/strict-json',
  claim: 'Comments, single quotes, trailing commas and NaN are not taken for JSON.',
  severity: 'may',
  source: rfc(8259, '9'),
  mend: MEND_PARSER,
  needs: ['write'],
  run(inspection) {
    return acrossBodies(inspection, 'No operation was found that takes JSON.', (call) => {
      const whole = JSON.stringify(call.example())
      const trials: [what: string, body: string][] = [
        ['its content has a comment', whole.replace('{', '{/* comment */')],
        ['its content has single quotes', whole.replace(/"(\w+)":/, "'$1':")],
        ['its content has a trailing comma', whole.replace(/}$/, ',}')],
        ['its content has a bare name', whole.replace(/"(\w+)":/, '$1:')],
        ['its content has a control character in a text', whole.replace(/:"/, ':"\u0001')],
      ]
      return refusesAll(
        call,
        trials.flatMap(([what, body]) => (body === whole ? [] : [{ what, content: { body } }])),
      )
    })
  },
  flaw: lax((content) => content.replace('/* comment */', '')),
})
