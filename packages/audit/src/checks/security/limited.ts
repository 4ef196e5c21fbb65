import type { Mend } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import { signInRequest } from '../../target/sign-in-request.ts'
import type { SignIn } from '../../target/target.ts'
import { CannotTell } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { knownSignIn, ofNobody } from '../auth/sign-in.ts'

/** What came of trying again and again to sign in as somebody who does not exist. */
export interface Attempts {
  readonly signIn: SignIn
  readonly body: unknown
  /** What an attempt is answered with, as long as it is one; `undefined` where all were refused. */
  readonly usual: Answered | undefined
  /** What the first answer of another kind was; `undefined` where there was none. */
  readonly refused: Answered | undefined
  readonly made: number
}

/** More than these within an hour must not be possible for one account (OWASP ASVS 4.0.3, 2.2.1). */
const MOST_ATTEMPTS = 100
const AT_ONCE = 5
/** Milliseconds, of which a limit by growing delays takes more. */
const MOST_TIME = 9000

/**
 * Signs in with a wrong password of an account that nobody has until that is refused.
 *
 * @throws CannotTell where it is not known how one signs in, or each attempt takes long
 */
export async function attemptUntilRefused(inspection: Inspection): Promise<Attempts> {
  const signIn = knownSignIn(inspection)
  const body = ofNobody(signIn, inspection.random)
  const first = await attempt(inspection, signIn, body)
  if (first.answer.status < 400)
    throw new CannotTell(`A wrong password was answered with ${statusLine(first.answer)}: is it wrong?`)
  if (first.answer.status === 429) return { signIn, body, usual: undefined, refused: first, made: 1 }
  const begun = performance.now()
  for (let made = 1; made <= MOST_ATTEMPTS; made += AT_ONCE) {
    if (performance.now() - begun > MOST_TIME)
      throw new CannotTell(
        `${made} attempts took ${MOST_TIME / 1000} s, so that it is not seen whether they are limited.`,
      )
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => attempt(inspection, signIn, body)),
    )
    const refused = answers.find(({ answer }) => answer.status !== first.answer.status)
    if (refused !== undefined) return { signIn, body, usual: first, refused, made: made + AT_ONCE }
  }
  return { signIn, body, usual: first, refused: undefined, made: MOST_ATTEMPTS + 1 }
}

export function attempt(
  { send }: Inspection,
  signIn: SignIn,
  body: unknown,
  more: { readonly path?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answered> {
  const request = signInRequest(signIn, body, more.headers)
  return send({ ...request, path: more.path ?? request.path }, { limited: true })
}

/** @throws CannotTell where there is no 429 */
export function need429({ refused }: Attempts): Answered {
  if (refused?.answer.status === 429) return refused
  throw new CannotTell(
    refused === undefined
      ? `After ${MOST_ATTEMPTS} attempts to sign in there was no 429.`
      : `Attempts to sign in end with ${statusLine(refused.answer)}, not with 429.`,
  )
}

export const mendLimit: Mend = {
  general:
    'Count attempts to sign in by the address of the connection and by account, in front of the handler, in a store that all processes share. Answer 429 with Retry-After beyond.',
  stacks: {
    Express:
      "app.post('/sign-in', rateLimit({ windowMs: 60_000, limit: 10, standardHeaders: 'draft-8' }), signIn) with express-rate-limit",
    Fastify: "@fastify/rate-limit: config: { rateLimit: { max: 10, timeWindow: '1 minute' } }",
    'ASP.NET Core': "app.MapPost('/sign-in', …).RequireRateLimiting('sign-in') with AddRateLimiter",
    Rails: 'rate_limit to: 10, within: 1.minute, only: :create in the controller (7.2)',
    nginx: 'limit_req_zone $binary_remote_addr zone=signin:10m rate=10r/m; limit_req_status 429;',
    Laravel: "Route::post('/sign-in', …)->middleware('throttle:10,1');",
  },
}
