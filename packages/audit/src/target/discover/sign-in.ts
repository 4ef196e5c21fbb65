import type { Random } from '../../run/random.ts'
import { jsonOf, statusLine, type Answer } from '../../wire/answer.ts'
import type { AuditConfig, SignInConfig, UserConfig } from '../config.ts'
import { isObject, pointTo } from '../openapi/document.ts'
import { signInRequest } from '../sign-in-request.ts'
import type { SignIn, User } from '../target.ts'
import { fillRandom } from './placeholders.ts'
import { isSuccess, type Probe } from './probe.ts'

export interface SignedIn {
  readonly users: readonly User[]
  readonly signIn: SignIn | undefined
  /** What was found out, as sentences. */
  readonly says: readonly string[]
}

/** Makes users of those in the configuration, signing in those who have to. */
export async function signUsersIn(config: AuditConfig, probe: Probe, random: Random): Promise<SignedIn> {
  const { users: given = [], signIn } = config
  const users: User[] = []
  const says: string[] = []
  // One after the other: many limit how often one may try.
  for (const user of given) {
    const headers = await headersOf(user, signIn, probe, random)
    if (typeof headers === 'string') says.push(headers)
    else users.push({ name: user.name, headers: { ...user.headers, ...headers } })
  }
  if (given.length === 0)
    says.push(
      'No user is known: what only somebody may do is not tested; name two under "users" in the configuration.',
    )
  else if (users.length > 0) says.push(`It is called by ${users.map(({ name }) => name).join(' and ')}.`)
  const bodies = given.flatMap((user) => user.signIn ?? [])
  const right = bodies.find((body) => haveInCommon(body, signIn?.wrong)) ?? bodies[0]
  return { users, says, signIn: signIn === undefined ? undefined : howToSignIn(signIn, right) }
}

/** What tells who calls; a sentence where that could not be had. */
async function headersOf(
  { name, headers, signIn: body }: UserConfig,
  signIn: SignInConfig | undefined,
  probe: Probe,
  random: Random,
): Promise<Readonly<Record<string, string>> | string> {
  if (body === undefined || signIn === undefined)
    return headers ?? `Nothing tells how ${name} calls: give "headers", or "signIn" here and at the top.`
  const { method = 'POST', path, form, token, scheme = 'Bearer' } = signIn
  const answered = await probe(signInRequest({ method, path, form }, fillRandom(body, random)), 5000)
  const failure = `${name} could not sign in: ${method} ${path}`
  if (answered === undefined) return `${failure} was not answered.`
  const { answer } = answered
  if (
    !isSuccess(answer) &&
    !(answer.status >= 300 && answer.status < 400 && answer.headers.has('set-cookie'))
  )
    return `${failure} was answered with ${statusLine(answer)}.`
  if (token !== undefined) {
    const found = pointTo(jsonOf(answer), token)
    return typeof found === 'string'
      ? { Authorization: `${scheme} ${found}` }
      : `${failure} gave no token at ${token}.`
  }
  const cookies = cookiesOf(answer)
  if (cookies === '') return `${failure} set no cookie; say with "token" where in the answer the token is.`
  return { Cookie: cookies }
}

/** As they go into `Cookie` (RFC 6265 section 4.2). */
function cookiesOf({ headers }: Answer): string {
  const pairs = headers.all('set-cookie').map((cookie) => cookie.split(';', 1)[0] as string)
  return pairs.filter((pair) => /^[^=]+=./.test(pair)).join('; ')
}

/** Whether both are of one account: a member is the same. */
function haveInCommon(one: unknown, other: unknown): boolean {
  return isObject(one) && isObject(other) && Object.keys(one).some((name) => one[name] === other[name])
}

function howToSignIn(
  { method = 'POST', path, form, wrong }: SignInConfig,
  right: unknown,
): SignIn | undefined {
  const refused = wrong ?? withWrongPassword(right)
  return right === undefined || refused === undefined
    ? undefined
    : { method, path, form, right, wrong: refused }
}

/** The body with another password, where a member is called so. */
function withWrongPassword(right: unknown): unknown {
  if (typeof right !== 'object' || right === null) return undefined
  const name = Object.keys(right).find((each) => /pass|secret|pin$/i.test(each))
  return name === undefined ? undefined : { ...right, [name]: 'not-the-password-1' }
}
