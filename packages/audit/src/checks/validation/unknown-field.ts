import { check } from '../../check.ts'
import { isObject } from '../../target/openapi/document.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossBodies, isRefused, isTaken } from '../openapi/trials.ts'
import { laxObject } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { owaspApi, text } from '../../source.ts'

export const unknownField = check({
  id: 'validation/unknown-field',
  claim: 'A field that is not described is refused, and named.',
  severity: 'may',
  source: [
    text(
      'JSON Schema 2020-12, validation, section 6',
      'https://json-schema.org/draft/2020-12/json-schema-validation#section-6',
    ),
    owaspApi('API3', 'Broken Object Property Level Authorization'),
  ],
  mend: MEND_SCHEMA,
  needs: ['description', 'write'],
  run(inspection) {
    const { description } = inspection.target
    return acrossBodies(
      inspection,
      'No operation that could be tried has a described body; give an OpenAPI document with --openapi.',
      async (call) => {
        if (call.schema === undefined || description === undefined) return undefined
        // A map takes any name.
        const resolved = description.resolve(call.schema)
        if (isObject(resolved) && isObject(resolved.additionalProperties)) return undefined
        const answered = await call.send({ json: { ...call.example(), [UNKNOWN]: 'x' } })
        const { answer } = answered
        if (isTaken(answer))
          return failed(
            `${call.name} was answered with ${statusLine(answer)} with the member "${UNKNOWN}", which is not described: whoever misspells a name is never told.`,
            answered,
            STATUS,
          )
        if (!isRefused(answer)) return undefined
        return answer.body.includes(UNKNOWN)
          ? passed()
          : failed(`${call.name} refused an unknown member, and does not name it.`, answered, STATUS)
      },
    )
  },
  flaw: laxObject((value) => {
    delete value[UNKNOWN]
    return value
  }),
})

const UNKNOWN = 'unexpectedMember'
