import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from './field-is-well.ts'
import { parseHttpDate } from './http-date.ts'

export const retryAfter = check({
  id: 'http/retry-after',
  claim: 'Retry-After is a whole number of seconds, or an HTTP date.',
  severity: 'must',
  source: rfc(9110, '10.2.3'),
  mend: {
    general:
      'Write the seconds as digits alone, rounded up: Retry-After: 30. Milliseconds, units and fractions make clients come back at once, or never.',
    stacks: {
      Express: "res.set('Retry-After', String(Math.ceil(milliseconds / 1000)))",
      'Spring Boot': '.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))',
    },
  },
  run: fieldIsWell('Retry-After', (value) =>
    /^\d+$/.test(value) || parseHttpDate(value) !== undefined
      ? undefined
      : 'is neither whole seconds nor an HTTP date',
  ),
  flaw: sending({ 'retry-after': '1.5s' }),
  sound: sending({ 'retry-after': '30' }),
})
