import { check } from '../../check.ts'
import { NO_BODIES } from '../openapi/across-broken.ts'
import { isObject } from '../../target/openapi/document.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossBodies, isRefused, isTaken } from '../openapi/trials.ts'
import { laxObject } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { JSON_SCHEMA } from './sources.ts'
import { owaspApi } from '../../source.ts'

export const unknownField = check({
  id: 'validation/unknown-field',
  claim: 'A field that is not described is refused, and named.',
  severity: 'may',
  source: [JSON_SCHEMA, owaspApi('API3', 'Broken Object Property Level Authorization')],
  mend: MEND_SCHEMA,
  needs: ['description', 'write'],
  run(inspection) {
    const { description } = inspection.target
    return acrossBodies(inspection, NO_BODIES, async (call) => {
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
    })
  },
  flaw: laxObject((value) => {
    delete value[UNKNOWN]
    return value
  }),
})

const UNKNOWN = 'unexpectedMember'
