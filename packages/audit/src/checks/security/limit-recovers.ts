import { setTimeout as sleep } from 'node:timers/promises'
import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { attempt, attemptUntilRefused, mendLimit, need429 } from './limited.ts'

/** Seconds that are waited at most. */
const MOST_WAITING = 3

export const limitRecovers = check({
  id: 'security/limit-recovers',
  claim: 'Who was limited is served again after the time in Retry-After.',
  severity: 'should',
  source: [rfc(9110, '10.2.3'), rfc(6585, '4')],
  mend: {
    ...mendLimit,
    general:
      'Let Retry-After say when the next request is served, and do not count those that are refused: a client that keeps to it must get through.',
  },
  alone: true,
  within: 20_000,
  async run(inspection) {
    const attempts = await attemptUntilRefused(inspection)
    const limited = need429(attempts)
    const wait = Number(limited.answer.headers.get('retry-after') ?? Number.NaN)
    if (!(wait <= MOST_WAITING))
      return inconclusive(
        `Retry-After is ${limited.answer.headers.get('retry-after') ?? 'missing'}; more than ${MOST_WAITING} s are not waited for.`,
      )
    // Others of the same address were counted in between, and whole seconds are rounded.
    await sleep(wait * 1000 + 250, undefined, { signal: inspection.signal })
    const exchange = await attempt(inspection, attempts.signIn, attempts.body)
    if (exchange.answer.status !== 429) return passed()
    return failed(`After the ${wait} s of Retry-After it is still 429.`, exchange, STATUS)
  },
  flaw: limiting(() => true),
  sound: limiting((since) => since < 1000),
})

/** The sound server with a limit of five attempts, of which `holds` says how long it lasts, in milliseconds. */
function limiting(holds: (since: number) => boolean) {
  let count = 0
  let since = 0
  return flawed((request, response, pass) => {
    if (request.url !== '/sign-in') return pass()
    const now = performance.now()
    if (count > 5 && !holds(now - since)) count = 0
    if (++count === 6) since = now
    if (count <= 5) return pass()
    request.resume()
    response.writeHead(429, { 'retry-after': '1' }).end()
  })
}
