import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { mendFields } from './mend-ratelimit.ts'
import { RATELIMIT, readRateLimit } from './ratelimit-fields.ts'

export const ratelimitSyntax = check({
  id: 'security/ratelimit-syntax',
  claim: 'RateLimit and RateLimit-Policy, where they are sent, can be read by a client.',
  severity: 'should',
  source: [RATELIMIT, rfc(9651)],
  mend: mendFields,
  run({ target }) {
    return across(target.pages, 'No answer has RateLimit.', ({ path, seen }) => {
      const read = readRateLimit(seen.answer)
      if (read === undefined) return undefined
      const [fault] = read.faults
      return fault === undefined ? passed() : failed(`${path}: ${fault}.`, seen, /^ratelimit.*/im)
    })
  },
  flaw: limiting({ 'ratelimit-policy': '100 per minute', ratelimit: '"default";r=99;t=60' }),
  sound: limiting({ 'ratelimit-policy': '"default";q=100;w=60', ratelimit: '"default";r=99;t=60' }),
})

function limiting(fields: Readonly<Record<string, string>>) {
  return tampered((answer) => Object.assign(answer.headers, fields))
}
