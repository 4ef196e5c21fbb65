import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from '../http/field-is-well.ts'
import { freshness } from './cache-control.ts'

export const varyStar = check({
  id: 'caching/vary-star',
  claim: 'An answer that may be kept can be found again: it has no Vary: *.',
  severity: 'may',
  source: [rfc(9110, '12.5.5'), rfc(9111, '4.1')],
  mend: {
    general:
      'Name the request fields that the answer depends on. "*" never matches, so the answer is stored and never used; say Cache-Control: no-store where that is meant.',
  },
  run: fieldIsWell('Vary', (value, { answer }) =>
    value.includes('*') && freshness(answer) > 0
      ? `stands beside ${freshness(answer)} seconds of freshness, which no cache can use`
      : undefined,
  ),
  flaw: sending({ vary: '*', 'cache-control': 'max-age=600' }),
  sound: sending({ vary: 'Accept', 'cache-control': 'max-age=600' }),
})
