import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import type { Inspection } from '../../run/inspection.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import { knownSignIn, ofNobody } from '../auth/sign-in.ts'
import { attempt } from './limited.ts'
import { mendFields } from './mend-ratelimit.ts'
import { RATELIMIT, readRateLimit, type Left } from './ratelimit-fields.ts'

const REQUESTS = 3

export const ratelimitTrue = check({
  id: 'security/ratelimit-true',
  claim: 'What RateLimit says is left becomes less with each request.',
  severity: 'should',
  source: RATELIMIT,
  mend: mendFields,
  alone: true,
  async run(inspection) {
    const ask = await limitedRequest(inspection)
    if (ask === undefined) return inconclusive('No answer has RateLimit.')
    const seen: { readonly exchange: Answered; readonly left: Left }[] = []
    for (let request = 0; request < REQUESTS; request++) {
      const exchange = await ask()
      const read = readRateLimit(exchange.answer)
      const [left] = read?.left ?? []
      if (left === undefined) return inconclusive('Not every answer tells what is left.')
      const quota = read?.quotas.get(left.policy)
      if (quota !== undefined && left.remaining > quota)
        return failed(`${left.remaining} are said to be left of ${quota}.`, exchange, /^ratelimit:.*/im)
      seen.push({ exchange, left })
    }
    const told = seen.map(({ left }) => left.remaining)
    const [first, last] = [seen[0], seen.at(-1)]
    if (first === undefined || last === undefined) return inconclusive('Nothing was asked.')
    if (last.left.remaining < first.left.remaining) return passed()
    // Beyond the quota nothing is left, and a window that begins anew fills up again.
    if (first.left.remaining === 0) return inconclusive('Nothing is left by now.')
    if ((last.left.reset ?? 0) > (first.left.reset ?? 0) + 1 || last.left.remaining > first.left.remaining)
      return inconclusive(`A window began anew in between: ${told.join(', ')} were left.`)
    return failed(
      `${told.join(', ')} are said to be left after ${REQUESTS} requests in a row; it has to become less.`,
      [
        { exchange: first.exchange, mark: markIn(first.exchange, 'received', /^ratelimit.*/im) },
        { exchange: last.exchange, mark: markIn(last.exchange, 'received', /^ratelimit.*/im) },
      ],
    )
  },
  flaw: counting(() => 99),
  sound: counting((asked) => 100 - asked),
})

/** A page whose answers tell what is left, or an attempt to sign in. */
async function limitedRequest(inspection: Inspection): Promise<(() => Promise<Answered>) | undefined> {
  const { target, send } = inspection
  const page = target.pages.find(({ seen }) => readRateLimit(seen.answer) !== undefined)
  if (page !== undefined) return () => send({ path: page.path, as: page.as }, { limited: true })
  if (target.signIn === undefined) return undefined
  const signIn = knownSignIn(inspection)
  const body = ofNobody(signIn, inspection.random)
  const first = await attempt(inspection, signIn, body)
  return readRateLimit(first.answer) === undefined ? undefined : () => attempt(inspection, signIn, body)
}

function counting(left: (asked: number) => number) {
  let asked = 0
  return tampered((answer) => {
    answer.headers['ratelimit-policy'] = '"default";q=1000;w=60'
    answer.headers['ratelimit'] = `"default";r=${900 + left(++asked % 100)};t=60`
  })
}
