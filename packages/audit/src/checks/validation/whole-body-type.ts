import { check } from '../../check.ts'
import { acrossBodies, refusesAll, shown } from '../openapi/trials.ts'
import { faultAt } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { JSON_SCHEMA } from './sources.ts'
import { rfc } from '../../source.ts'

export const wholeBodyType = check({
  id: 'validation/whole-body-type',
  claim: 'Content that is JSON of another type than an object is refused, and is no fault.',
  severity: 'should',
  source: [JSON_SCHEMA, rfc(8259, '3')],
  mend: MEND_SCHEMA,
  needs: ['write'],
  run(inspection) {
    return acrossBodies(inspection, 'No operation was found that takes JSON.', (call) => {
      const { description } = inspection.target
      const trials = [null, [], 1, true, 'text', [call.example()]].flatMap((json) => {
        const isWrong =
          call.schema === undefined ||
          description === undefined ||
          description.examine(call.schema, json, 'request').length > 0
        return isWrong
          ? [{ what: `its content is ${shown(json)}`, content: { body: JSON.stringify(json) } }]
          : []
      })
      // What is not described may be meant.
      return refusesAll(call, trials, { taken: call.schema !== undefined })
    })
  },
  flaw: faultAt((content) => content === 'null'),
})
