import { check } from '../../check.ts'
import { broken } from '../../values/broken.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { lax } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { rfc, text } from '../../source.ts'

export const realDates = check({
  id: 'validation/real-dates',
  claim: 'A day that is in no calendar is refused.',
  severity: 'should',
  source: [
    text(
      'JSON Schema 2020-12, validation, section 6',
      'https://json-schema.org/draft/2020-12/json-schema-validation#section-6',
    ),
    rfc(9110, '15.5.21'),
  ],
  mend: MEND_SCHEMA,
  needs: ['description', 'write'],
  run(inspection) {
    const { target, random } = inspection
    return acrossBodies(
      inspection,
      'No operation that could be tried has a described body; give an OpenAPI document with --openapi.',
      (call) => {
        const { description } = target
        if (call.schema === undefined || description === undefined) return undefined
        const trials = broken(call.schema, description, random)
          .filter(({ rule, says }) => rule === 'format' && says.includes('02-30'))
          .slice(0, MOST)
          .map(({ says, value }) => ({ what: says, content: { json: value } }))
        return refusesAll(call, trials)
      },
    )
  },
  flaw: lax((content) => content.replace('02-30', '02-27')),
})

const MOST = 40
