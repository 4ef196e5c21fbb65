import { check } from '../../check.ts'
import { acrossBroken, NO_BODIES } from '../openapi/across-broken.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { isRefused } from '../openapi/trials.ts'
import { laxObject } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { JSON_SCHEMA } from './sources.ts'
import { rfc } from '../../source.ts'

export const missingField = check({
  id: 'validation/missing-field',
  claim: 'A missing required field is refused, and named.',
  severity: 'should',
  source: [JSON_SCHEMA, rfc(9457, '3')],
  mend: MEND_SCHEMA,
  needs: ['description', 'write'],
  run(inspection) {
    return acrossBroken(inspection, NO_BODIES, async (call, values) => {
      const missing = values.filter(({ rule }) => rule === 'required')
      return await across(missing.slice(0, 10), 'It requires nothing.', async ({ says, pointer, value }) => {
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
        return failed(`${call.name} refused that ${says}, and its answer does not name it.`, answered, STATUS)
      })
    })
  },
  flaw: laxObject((value) => ({ title: 'Untitled', ...value })),
})
