import { check } from '../../check.ts'
import { acrossBroken, NO_BODIES } from './across-broken.ts'
import { refusesAll } from './trials.ts'
import { laxObject } from '../validation/lax.ts'
import { MEND_ENFORCE } from './mends.ts'
import { text } from '../../source.ts'

export const inputEnforced = check({
  id: 'openapi/input-enforced',
  claim: 'Each described rule of a body, broken alone, is refused.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.24', 'https://spec.openapis.org/oas/v3.1.1.html#schema-object'),
  mend: MEND_ENFORCE,
  needs: ['description', 'write'],
  run(inspection) {
    return acrossBroken(inspection, NO_BODIES, (call, values) => {
      const trials = values
        // Types and what is missing have checks of their own.
        .filter(({ rule }) => rule !== 'type' && rule !== 'required')
        .slice(0, MOST)
        .map(({ says, rule, value }) => ({ what: `${says} (${rule})`, content: { json: value } }))
      return refusesAll(call, trials)
    })
  },
  flaw: laxObject((value) => ({
    ...value,
    ...(typeof value['rank'] === 'number' && { rank: Math.min(Math.max(value['rank'], 0), 100) }),
  })),
})

const MOST = 100
