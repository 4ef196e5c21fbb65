import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from '../http/field-is-well.ts'

export const age = check({
  id: 'caching/age',
  claim: 'Age is a whole number of seconds.',
  severity: 'must',
  source: rfc(9111, '5.1'),
  mend: {
    general:
      'Only a cache writes Age: the seconds since the answer was made or checked at its origin. Leave it out of what the application makes itself.',
  },
  run: fieldIsWell('Age', (value) => (/^\d+$/.test(value) ? undefined : 'is no whole number of seconds')),
  flaw: sending({ age: '12.5' }),
  sound: sending({ age: '12' }),
})
