import { check } from '../../check.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { lax } from './lax.ts'
import { MEND_PARSER } from './mends.ts'
import { rfc } from '../../source.ts'

export const emptyBody = check({
  id: 'validation/empty-body',
  claim: 'Content that is missing where it is needed is refused, and is no fault.',
  severity: 'should',
  source: rfc(9110, '15.5.1'),
  mend: MEND_PARSER,
  needs: ['description', 'write'],
  run(inspection) {
    const { description } = inspection.target
    const none = 'No operation is known that has to have content.'
    return acrossBodies(inspection, none, (call) => {
      // Where nothing is required, nothing may be meant.
      if (call.schema === undefined || description === undefined) return undefined
      if (description.examine(call.schema, {}, 'request').length === 0) return undefined
      return refusesAll(call, [
        { what: 'it has no content', content: { body: '' } },
        { what: 'its content is blank', content: { body: '   ' } },
      ])
    })
  },
  flaw: lax((content) => (content.trim() === '' ? '{"title":"Untitled"}' : content)),
})
