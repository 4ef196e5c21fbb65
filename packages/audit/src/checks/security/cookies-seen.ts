import { NoAnswer, type Inspection } from '../../run/inspection.ts'
import { signInRequest } from '../../target/sign-in-request.ts'
import type { Target } from '../../target/target.ts'
import type { Answered } from '../../wire/exchange.ts'
import { parseSetCookie } from '../http/set-cookie.ts'

/** A cookie as an answer sets it (RFC 6265 section 4.1). */
export interface SeenCookie {
  readonly name: string
  /** By name in lower case; of several of one name the last counts (RFC 6265 section 5.3). */
  readonly attributes: ReadonlyMap<string, string>
  /** Whether it looks like what says who somebody is. */
  readonly session: boolean
  /** As it came. */
  readonly line: string
  readonly seen: Answered
}

export const NO_COOKIES =
  'No answer that was seen sets a cookie; say under "signIn" how one signs in, if that does.'

const found = new WeakMap<Target, Promise<readonly SeenCookie[]>>()

/** The cookies that pages set, and signing in; it is signed in once for all checks. */
export function cookiesSeen(inspection: Inspection): Promise<readonly SeenCookie[]> {
  const { target } = inspection
  const known = found.get(target)
  if (known !== undefined) return known
  const looking = look(inspection)
  found.set(target, looking)
  looking.catch(() => found.delete(target))
  return looking
}

async function look({ target, send }: Inspection): Promise<readonly SeenCookie[]> {
  const answers = target.pages.map(({ seen }) => ({ seen, signIn: false }))
  const { signIn } = target
  if (signIn !== undefined) {
    try {
      const seen = await send(signInRequest(signIn, signIn.right))
      answers.push({ seen, signIn: true })
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
    }
  }
  const cookies = answers.flatMap((each) =>
    each.seen.answer.headers
      .all('set-cookie')
      .flatMap((line) => readCookie(line, each.seen, each.signIn) ?? []),
  )
  return [...new Map(cookies.map((cookie) => [cookie.name, cookie])).values()]
}

function readCookie(line: string, seen: Answered, signIn: boolean): SeenCookie | undefined {
  const { name, value, attributes } = parseSetCookie(line)
  // One that is empty is being removed.
  if (name === '' || value === '' || value === '""') return undefined
  const telling = /sess|\bsid\b|connect\.sid|auth|token|jwt|login|remember|identity/i.test(name)
  const harmless = /csrf|xsrf|lang|locale|theme|consent/i.test(name)
  return {
    name,
    attributes: new Map(attributes.map(([attribute, given]) => [attribute, given ?? ''])),
    session: (telling || signIn) && !harmless,
    line,
    seen,
  }
}
