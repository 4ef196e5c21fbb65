import { check } from '../../check.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { hasType, membersOf } from '../openapi/texts-of.ts'
import { acrossBodies, isTaken } from '../openapi/trials.ts'
import { answerAt } from './lax.ts'
import { MEND_NUMBERS } from './mends.ts'
import { text } from '../../source.ts'

export const integerSpelling = check({
  id: 'validation/integer-spelling',
  claim: 'A whole number with a fraction of zero is an integer: 1.0 is taken where 1 is.',
  severity: 'may',
  source: text(
    'JSON Schema 2020-12, core, section 4.2.3',
    'https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.3',
  ),
  mend: MEND_NUMBERS,
  needs: ['description', 'write'],
  run(inspection) {
    const { description } = inspection.target
    return acrossBodies(inspection, NONE, (call) => {
      const integers = membersOf(call, description).filter(
        (member) => hasType(member, 'integer') && member.schema?.['readOnly'] !== true,
      )
      return across(integers, NONE, async ({ name, schema }) => {
        if (schema === undefined || description?.examine(schema, 1, 'request').length !== 0) return undefined
        const having = (written: string) => {
          const { [name]: _, ...rest } = call.example()
          const others = JSON.stringify(rest).slice(1)
          return call.send({
            body: `{${JSON.stringify(name)}:${written}${others === '}' ? '' : ','}${others}`,
          })
        }
        if (!isTaken((await having('1')).answer)) return undefined
        for (const written of ['1.0', '1e0']) {
          const answered = await having(written)
          if (!isTaken(answered.answer))
            return failed(
              `${call.name} takes 1 in "${name}", and answered ${written}, the same number, with ${statusLine(answered.answer)}.`,
              answered,
              STATUS,
            )
        }
        return passed()
      })
    })
  },
  flaw: answerAt(
    (content) => content.includes('1.0'),
    (response) => response.writeHead(400).end('no integer'),
  ),
})

const NONE = 'No member is described as an integer.'
