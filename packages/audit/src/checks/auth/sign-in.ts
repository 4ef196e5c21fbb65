import { isObject } from '../../target/openapi/document.ts'
import type { Inspection } from '../../run/inspection.ts'
import type { Random } from '../../run/random.ts'
import { signInRequest } from '../../target/sign-in-request.ts'
import type { SignIn } from '../../target/target.ts'
import { CannotTell, need } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'

/** @throws CannotTell where it is not known how one signs in */
export function knownSignIn({ target }: Inspection): SignIn {
  return need(
    target.signIn,
    'It is not known how one signs in; say so under "signIn" and with a "signIn" of a user in the configuration.',
  )
}

/**
 * Tries to sign in with a body.
 *
 * @throws CannotTell where attempts are limited by now
 */
export async function trySignIn(
  { send }: Inspection,
  signIn: SignIn,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const exchange = await send(signInRequest(signIn, body, headers), { limited: true })
  if (exchange.answer.status === 429)
    throw new CannotTell('Attempts to sign in are limited by now (429); raise that limit for the audit.')
  return exchange
}

const ACCOUNT = /user|login|e-?mail|account|name|phone|identifier/i

/**
 * A body with a wrong password whose account nobody has: another one of the same form.
 *
 * @throws CannotTell where no member of the body names the account
 */
export function ofNobody({ wrong, right }: SignIn, random: Random): unknown {
  if (isObject(wrong) && isObject(right)) {
    const named = Object.entries(wrong).filter(
      ([name, value]) => ACCOUNT.test(name) && typeof value === 'string' && right[name] === value,
    )
    if (named.length > 0)
      return {
        ...wrong,
        ...Object.fromEntries(named.map(([name, value]) => [name, alike(String(value), random)])),
      }
  }
  throw new CannotTell('It is not clear which member of the body of "signIn" names the account.')
}

/** A text of the same form and length: `ada@example.com` becomes `x7k@example.com`. */
function alike(value: string, random: Random): string {
  const at = value.indexOf('@')
  const local = at === -1 ? value : value.slice(0, at)
  const other = /^[+\d]+$/.test(local)
    ? local.replaceAll(/\d/g, () => String(random.between(0, 9)))
    : `q${random.word(Math.max(local.length, 6) - 1)}`
  return other + value.slice(local.length)
}

/** The texts of the right body that the wrong one does not have: passwords. */
export function passwordsOf({ right, wrong }: SignIn): { readonly name: string; readonly value: string }[] {
  if (!isObject(right) || !isObject(wrong)) return []
  return Object.entries(right).flatMap(([name, value]) =>
    typeof value === 'string' && value.length > 3 && wrong[name] !== value ? { name, value } : [],
  )
}
