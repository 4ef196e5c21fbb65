import type { Launched } from '../../process/launch.ts'
import type { Target } from '../../target/target.ts'
import { CannotTell, need } from '../../verdict.ts'
import { jsonOf, statusLine, type Answer } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'

/** Somebody who has signed in, and an address that only they may see. */
export interface Session {
  readonly headers: Readonly<Record<string, string>>
  readonly path: string
}

/** Members of an answer that have a token, by their usual names. */
const TOKEN = /^(?:(?:access|id|auth|session)[_-]?)?(?:token|jwt)$/i

/** Signs in at an instance and makes sure that it helps. @throws CannotTell */
export async function signInAt({ signIn, guarded, writable }: Target, { send }: Launched): Promise<Session> {
  const { method, path, right } = need(
    writable ? signIn : undefined,
    'It needs to sign in; say how under "signIn" and "users".',
  )
  const { answer } = await send({ method, path, json: right })
  const headers = credentials(answer)
  if (headers === undefined)
    throw new CannotTell(
      `Signing in was answered with ${statusLine(answer)}, and neither a cookie nor a token.`,
    )
  for (const each of guarded) {
    const nobody = await send({ path: each })
    const somebody = await send({ path: each, headers })
    if (isRefused(nobody) && somebody.answer.status < 300) return { headers, path: each }
  }
  throw new CannotTell('It needs an address that only somebody may see; name one under "guarded".')
}

export function isRefused({ answer: { status } }: Answered): boolean {
  return status === 401 || status === 403 || (status >= 300 && status < 400)
}

function credentials(answer: Answer): Record<string, string> | undefined {
  const cookies = answer.headers
    .all('set-cookie')
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .filter((pair) => /^[^=]+=./.test(pair))
  if (cookies.length > 0) return { Cookie: cookies.join('; ') }
  const token = tokenIn(jsonOf(answer))
  return token === undefined ? undefined : { Authorization: `Bearer ${token}` }
}

function tokenIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    if (typeof member === 'string' && TOKEN.test(name)) return member
    const within = tokenIn(member)
    if (within !== undefined) return within
  }
  return undefined
}
