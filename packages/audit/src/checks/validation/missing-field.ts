import { check } from '../../check.ts'
import { broken } from '../../values/broken.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossBodies, isRefused } from '../openapi/trials.ts'
import { laxObject } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { rfc, text } from '../../source.ts'

export const missingField = check({
  id: 'validation/missing-field',
  claim: 'A missing required field is refused, and named.',
  severity: 'should',
  source: [
    text(
      'JSON Schema 2020-12, validation, section 6',
      'https://json-schema.org/draft/2020-12/json-schema-validation#section-6',
    ),
    rfc(9457, '3'),
  ],
  mend: MEND_SCHEMA,
  needs: ['description', 'write'],
  run(inspection) {
    const { target, random } = inspection
    return acrossBodies(
      inspection,
      'No operation that could be tried has a described body; give an OpenAPI document with --openapi.',
      async (call) => {
        const { description } = target
        if (call.schema === undefined || description === undefined) return undefined
        const missing = broken(call.schema, description, random).filter(({ rule }) => rule === 'required')
        return await across(
          missing.slice(0, 10),
          'It requires nothing.',
          async ({ says, pointer, value }) => {
            const answered = await call.send({ json: value })
            const { answer } = answered
            if (!isRefused(answer))
              return failed(
                `${call.name} was answered with ${statusLine(answer)} although ${says}; 422 or 400 was expected.`,
                answered,
                STATUS,
              )
            const name = pointer.slice(pointer.lastIndexOf('/') + 1)
            if (answer.body.includes(name)) return passed()
            return failed(
              `${call.name} refused that ${says}, and its answer does not name it.`,
              answered,
              STATUS,
            )
          },
        )
      },
    )
  },
  flaw: laxObject((value) => ({ title: 'Untitled', ...value })),
})
