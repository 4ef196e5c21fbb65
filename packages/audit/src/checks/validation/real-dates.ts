import { check } from '../../check.ts'
import { acrossBroken, NO_BODIES } from '../openapi/across-broken.ts'
import { refusesAll } from '../openapi/trials.ts'
import { lax } from './lax.ts'
import { MEND_SCHEMA } from './mends.ts'
import { JSON_SCHEMA } from './sources.ts'
import { rfc } from '../../source.ts'

export const realDates = check({
  id: 'validation/real-dates',
  claim: 'A day that is in no calendar is refused.',
  severity: 'should',
  source: [JSON_SCHEMA, rfc(9110, '15.5.21')],
  mend: MEND_SCHEMA,
  needs: ['description', 'write'],
  run(inspection) {
    return acrossBroken(inspection, NO_BODIES, (call, values) => {
      const trials = values
        .filter(({ rule, says }) => rule === 'format' && says.includes('02-30'))
        .slice(0, MOST)
        .map(({ says, value }) => ({ what: says, content: { json: value } }))
      return refusesAll(call, trials)
    })
  },
  flaw: lax((content) => content.replace('02-30', '02-27')),
})

const MOST = 40
