import type { Inspection } from '../../run/inspection.ts'
import type { User } from '../../target/target.ts'
import { need } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'

/** An address that somebody may read, and nobody may not. */
export interface Locked {
  readonly path: string
  readonly as: User
  /** What it says to the one who may, and to nobody. */
  readonly shown: Answered
  readonly refused: Answered
}

const MOST = 2

/**
 * Addresses that refuse nobody and answer a user: what a credential can be tried at.
 *
 * @throws CannotTell where none is known
 */
export async function lockedAddresses({ send, target }: Inspection): Promise<[Locked, ...Locked[]]> {
  const { users, guarded, pages } = target
  const places = [
    ...pages.flatMap(({ path, as }) => (as === undefined ? [] : [{ path, as }])),
    ...guarded.flatMap((path) => users.slice(0, 1).map((as) => ({ path, as }))),
  ]
  const found: Locked[] = []
  for (const { path, as } of places) {
    if (found.length === MOST) break
    if (found.some((each) => each.path === path)) continue
    const refused = await send({ path })
    if (refused.answer.status !== 401 && refused.answer.status !== 403) continue
    const shown = await send({ path, as })
    if (shown.answer.status < 300) found.push({ path, as, shown, refused })
  }
  const [first, ...others] = found
  return [
    need(
      first,
      'It needs an address that answers a user and refuses nobody (401, 403); name users, and such an address under "guarded".',
    ),
    ...others,
  ]
}

/** A token that a user calls with. */
export interface HeldToken {
  readonly value: string
  /** The headers of the user with another text in place of the token. */
  readonly replaced: (by: string) => Record<string, string>
}

/** The token of `Authorization: Bearer`. */
export function bearerOf({ headers }: User): HeldToken | undefined {
  for (const [name, value] of Object.entries(headers)) {
    const token = name.toLowerCase() === 'authorization' ? /^bearer +(\S+)$/i.exec(value)?.[1] : undefined
    if (token !== undefined)
      return { value: token, replaced: (by) => ({ ...headers, [name]: `Bearer ${by}` }) }
  }
  return undefined
}

/** A JSON Web Token in any header: behind `Bearer`, or in a cookie. */
export function jwtOf({ headers }: User): HeldToken | undefined {
  for (const [name, value] of Object.entries(headers)) {
    const token = /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/.exec(value)?.[0]
    if (token !== undefined)
      return { value: token, replaced: (by) => ({ ...headers, [name]: value.replace(token, () => by) }) }
  }
  return undefined
}
