import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { attemptUntilRefused, mendLimit, need429 } from './limited.ts'

export const limitedRetryAfter = check({
  id: 'security/limited-retry-after',
  claim: 'A 429 says with Retry-After when to come again.',
  severity: 'should',
  source: [rfc(6585, '4'), rfc(9110, '10.2.3')],
  mend: {
    ...mendLimit,
    general:
      'Send Retry-After with 429: seconds, or an HTTP date. Clients that are not told come again at once, all together.',
  },
  alone: true,
  within: 20_000,
  async run(inspection) {
    const exchange = need429(await attemptUntilRefused(inspection))
    const value = exchange.answer.headers.get('retry-after')
    if (value === undefined) return failed('The 429 has no Retry-After.', exchange, STATUS)
    if (/^\d+$/.test(value) || /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(value))
      return passed()
    return failed(
      `"Retry-After: ${value.slice(0, 80)}" is neither a number of seconds nor an HTTP date.`,
      exchange,
      /^retry-after:.*/im,
    )
  },
  flaw: tampered((answer) => {
    delete answer.headers['retry-after']
  }),
})
