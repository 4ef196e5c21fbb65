import { check } from '../../check.ts'
import { acrossBroken, NO_BODIES } from '../openapi/across-broken.ts'
import { refusesAll } from '../openapi/trials.ts'
import { laxObject } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { JSON_SCHEMA } from './sources.ts'
import { rfc } from '../../source.ts'

export const wrongType = check({
  id: 'validation/wrong-type',
  claim: 'A value of another JSON type is refused, never coerced and never a fault.',
  severity: 'should',
  source: [JSON_SCHEMA, rfc(9110, '15.5.21')],
  mend: MEND_SCHEMA,
  needs: ['description', 'write'],
  run(inspection) {
    return acrossBroken(inspection, NO_BODIES, (call, values) => {
      const trials = values
        .filter(({ rule, pointer }) => rule === 'type' && pointer !== '')
        .slice(0, MOST)
        .map(({ says, value }) => ({ what: says, content: { json: value } }))
      return refusesAll(call, trials)
    })
  },
  flaw: laxObject((value) => ({ ...value, title: String(value['title']) })),
})

const MOST = 40
