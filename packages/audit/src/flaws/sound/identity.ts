import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { Problem } from './problem.ts'

export interface Person {
  readonly name: string
  readonly tenant: string
}

/** Who there is, and what shows who somebody is. */
export interface Identities {
  /** A new token for whoever knows the password; `undefined` for a wrong one, and for nobody. */
  readonly signIn: (user: string, password: string) => Promise<string | undefined>
  /** @throws Problem 401 */
  readonly byToken: (request: IncomingMessage) => Person
  /** By token, or by the cookie of a session where there is no token. @throws Problem 401 */
  readonly byTokenOrCookie: (request: IncomingMessage, secure: boolean) => Person
}

const LIFETIME = 60 * 60 * 1000
const SCRYPT = { N: 4096, r: 8, p: 1 }
const derive: (password: string, salt: string, length: number, options: typeof SCRYPT) => Promise<Buffer> =
  promisify(scrypt)

interface Account extends Person {
  readonly salt: string
  readonly hash: string
}

const ACCOUNTS: Readonly<Record<string, Account>> = {
  ada: {
    name: 'ada',
    tenant: 'north',
    salt: 'PwCZHZLEe30fKNvk_y6j9Q',
    hash: 'cc365282778779c0c6d297d87847ef7f8d0ee6033c8a7586370cd35dc42fb3b6',
  },
  bob: {
    name: 'bob',
    tenant: 'south',
    salt: '570lAdBhRF7eaXk17Cl8qQ',
    hash: 'bd3991b157127490dd6c1d351190d8faa82da5694c9d3e8d0f0e11f9fee7fc8b',
  },
}
/** Somebody whose password nobody knows: unknown names cost the time that known ones do. */
const NOBODY: Account = { name: '', tenant: '', salt: 'c2FsdCBvZiBub2JvZHk', hash: '00'.repeat(32) }

const LONG_LIVED = { 'ada-token': 'ada', 'bob-token': 'bob' }

export function createIdentities(): Identities {
  /** By the digest of the token, so that looking one up tells nothing of the others by its time. */
  const tokens = new Map<string, { readonly person: Person; readonly until: number }>()
  for (const [token, name] of Object.entries(LONG_LIVED)) {
    const account = ACCOUNTS[name]
    if (account !== undefined) tokens.set(digest(token), { person: personOf(account), until: Infinity })
  }
  const find = (token: string): Person | undefined => {
    const found = tokens.get(digest(token))
    if (found !== undefined && found.until > Date.now()) return found.person
    tokens.delete(digest(token))
    return undefined
  }
  const byToken = (request: IncomingMessage): Person => {
    const { authorization } = request.headers
    // Schemes are compared without regard to case (RFC 9110 section 11.1); the token is a b64token (RFC 6750 section 2.1).
    const [, scheme, token] = /^([!#$%&'*+.^_`|~\w-]+)(?: +(.*))?$/.exec(authorization ?? '') ?? []
    if (scheme?.toLowerCase() !== 'bearer') throw unauthorized('A bearer token is needed.')
    const person = /^[\w\-.~+/]+=*$/.test(token ?? '') ? find(token ?? '') : undefined
    if (person === undefined)
      throw unauthorized('The token is not valid, or no longer.', ', error="invalid_token"')
    return person
  }
  return {
    async signIn(user, password) {
      const account = Object.hasOwn(ACCOUNTS, user) ? ACCOUNTS[user] : undefined
      const { salt, hash } = account ?? NOBODY
      const derived = await derive(password, salt, 32, SCRYPT)
      const right = timingSafeEqual(derived, Buffer.from(hash, 'hex'))
      if (!right || account === undefined) return undefined
      const token = randomBytes(32).toString('base64url')
      tokens.set(digest(token), { person: personOf(account), until: Date.now() + LIFETIME })
      return token
    },
    byToken,
    byTokenOrCookie(request, secure) {
      const token = cookieOf(request, cookieName(secure))
      const person =
        request.headers.authorization === undefined && token !== undefined ? find(token) : undefined
      return person ?? byToken(request)
    },
  }
}

/** RFC 6265bis section 4.1.3.2: with the prefix no other host can set it; it takes TLS. */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-session' : 'session'
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** RFC 6750 section 3: without credentials, the challenge says no error. */
function unauthorized(detail: string, error = ''): Problem {
  return new Problem(401, detail, { headers: { 'WWW-Authenticate': `Bearer realm="sound"${error}` } })
}

function personOf({ name, tenant }: Account): Person {
  return { name, tenant }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
