import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import type { Inspection } from '../../run/inspection.ts'
import { owaspApi } from '../../source.ts'
import type { User } from '../../target/target.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { RATELIMIT, readRateLimit } from '../security/ratelimit-fields.ts'

/** What is left of a limit that is used up; a larger one is left alone. */
const MOST = 100

export const limitBeforeAuth = check({
  id: 'middleware/limit-before-auth',
  claim: 'A limit by address refuses without looking at credentials.',
  severity: 'should',
  source: [owaspApi('API4', 'Unrestricted Resource Consumption'), RATELIMIT],
  mend: {
    general:
      'Put the limit by address in front of what looks at credentials: whoever tries tokens is limited as well, and a refusal costs no look into the database. Limits by user come after it.',
    stacks: {
      Express: 'app.use(rateLimit({ windowMs: 60_000, limit: 100 })) above app.use(authenticate)',
      'ASP.NET Core': 'app.UseRateLimiter() before app.UseAuthentication()',
      'Spring Boot': 'A filter with an order before that of the security filter chain (-100)',
      nginx: 'limit_req in front of it all: it runs before what stands behind.',
    },
  },
  needs: ['two-users'],
  alone: true,
  async run(inspection) {
    const { target, send } = inspection
    const [one, other] = target.users
    for (const path of target.guarded) {
      const ask = (as?: User) => send({ path, as }, { limited: true })
      const left = leftOf(await ask(one))
      if (left === undefined || left > MOST || (await ask()).answer.status !== 401) continue
      const used = await useUp(inspection, () => ask(one), left + 1)
      if (used === undefined) continue
      if ((await ask(other)).answer.status !== 429)
        return inconclusive(`The limit of ${path} is by user, not by address.`)
      // Whoever shows no credentials may be counted apart: they get as many tries.
      const nobody = await useUp(inspection, () => ask(), left + 2)
      if (nobody !== undefined) return passed()
      const last = await ask()
      if (last.answer.status !== 401 || (await ask(one)).answer.status !== 429)
        return inconclusive('The limit was over before it could be told.')
      return failed(
        `GET ${path} is limited for everybody at this address, and ${left + 3} requests without credentials were answered with ${statusLine(last.answer)}; 429 was expected.`,
        [
          { exchange: used, says: 'With credentials it is limited.' },
          ...failed('', last, STATUS).evidence.map((each) => ({ ...each, says: 'Without any it is not.' })),
        ],
      )
    }
    return inconclusive(`Nothing that is guarded tells by RateLimit that at most ${MOST} requests are left.`)
  },
  flaw: limiting(true),
  sound: limiting(false),
})

function leftOf({ answer }: Answered): number | undefined {
  const [left] = readRateLimit(answer)?.left ?? []
  return answer.status < 300 ? left?.remaining : undefined
}

/** Asks up to so many times; gives the first 429. */
async function useUp(
  { signal }: Inspection,
  ask: () => Promise<Answered>,
  times: number,
): Promise<Answered | undefined> {
  for (let time = 0; time < times && !signal.aborted; time++) {
    const answered = await ask()
    if (answered.answer.status === 429) return answered
  }
  return undefined
}

/** The sound server with a limit of fifty requests for what belongs to somebody. */
function limiting(looksFirst: boolean) {
  let left = 50
  return flawed((request, response, pass) => {
    const isNobody = request.headers.authorization === undefined
    if (request.url !== '/me' || (looksFirst && isNobody)) return pass()
    response.setHeader('ratelimit-policy', '"default";q=50;w=60')
    response.setHeader('ratelimit', `"default";r=${Math.max(0, --left)};t=60`)
    if (left >= 0) pass()
    else response.writeHead(429, { 'retry-after': '60' }).end()
  })
}
