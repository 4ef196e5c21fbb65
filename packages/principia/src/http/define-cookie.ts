import { Secret } from '../config/index.ts'
import type { Log } from '../context/index.ts'
import { unknownNames } from '../errors/index.ts'
import { checkKey, seal, unseal, type SealKind, type Unsealed } from '../security/index.ts'
import { compileSchema, schemaMistakes, type Failure, type Output, type Schema } from '../validation/index.ts'
import { decodeText, encodeText, serializeCookie, type CookieOptions } from './cookies.ts'

/** Keys, newest first: the first one seals, all of them open. `undefined` ones are skipped. */
export type CookieKeys<Seen> = KeyList | ((context: Seen) => KeyList)
type KeyList = Secret | readonly (Secret | undefined)[]

export interface CookieDefinition<S, Seen> extends Omit<CookieOptions, 'expires' | 'secure'> {
  /** What the value is, kept as JSON; text unless said. It must be one that validates at once. */
  readonly schema?: S
  /** Makes the value readable by everybody and changeable by nobody else. */
  readonly sign?: CookieKeys<Seen>
  /** Makes the value readable by nobody else as well. */
  readonly encrypt?: CookieKeys<Seen>
  /** Seconds after which a signed or encrypted value is not accepted any more: `maxAge`, or else a day. */
  readonly validFor?: number
  /** As in `CookieOptions`; or a function, for a service that browsers also reach over http. */
  readonly secure?: boolean | ((context: Seen) => boolean)
  /**
   * Makes browsers refuse a cookie of this name that another host (`host`) or an unencrypted page (`secure`) has
   * set. The strongest that the other options allow, unless said; none where `secure` is false.
   */
  readonly prefix?: 'host' | 'secure' | 'none'
}

/** What a cookie needs of a request: any handler's or access rule's context has it. */
export interface CookieContext {
  readonly cookie: (name: string) => string | undefined
  readonly log: Log
}

/** A cookie as a value. Made with `defineCookie`. */
export interface Cookie<T, Seen = unknown> {
  /** As it was defined, without its prefix. */
  readonly name: string
  /** The value, or `undefined` where there is none that can be accepted; the request's record then says why. */
  read(context: CookieContext & Seen): T | undefined
  /**
   * Gives the text of a `Set-Cookie` header.
   *
   * @throws TypeError when it is larger than browsers take
   */
  write(context: Seen, value: T): string
  /** Gives the text of a `Set-Cookie` header that deletes the cookie. */
  clear(context: Seen): string
}

/** Defines cookies whose keys may come from the app's services and settings. See `define`. */
export interface DefineCookie<Extra> {
  <const S extends Schema | undefined = undefined>(
    name: string,
    definition?: CookieDefinition<S, Extra>,
  ): Cookie<S extends Schema ? Output<S> : string, Extra>
}

const OPTIONS = [
  'schema',
  'sign',
  'encrypt',
  'validFor',
  'secure',
  'prefix',
  'maxAge',
  'path',
  'domain',
  'httpOnly',
  'sameSite',
  'partitioned',
]

/** Seconds for which a sealed value without an end of its own is accepted. */
const DAY = 86_400

/** Bytes of a value that is looked at: no browser sends more (RFC 6265bis section 5.6). */
const MAX_VALUE = 4096

/**
 * Defines a cookie: safe unless told otherwise, typed by its schema, and signed or encrypted with keys that can be
 * changed while old cookies are still about.
 *
 * @throws TypeError when the options contradict one another or a key is too short.
 * @example
 * const visit = defineCookie('visit', {
 *   schema: t.Object({ cart: t.Array(t.String()) }),
 *   encrypt: ({ config }) => [config.COOKIE_KEY, config.COOKIE_KEY_BEFORE],
 *   maxAge: 3600,
 * })
 */
export const defineCookie: DefineCookie<unknown> = (name, definition = {}) => compile(name, definition)

function compile<S extends Schema | undefined, Seen>(
  name: string,
  definition: CookieDefinition<S, Seen>,
): Cookie<S extends Schema ? Output<S> : string, Seen> {
  const { schema, sign, encrypt, validFor, secure = true, prefix, ...attributes } = definition
  // A misspelt `encrypt` would be a cookie that everybody can read.
  for (const mistake of unknownNames(definition, OPTIONS)) {
    throw new TypeError(`The cookie "${name}": ${mistake}.`)
  }
  for (const { pointer, what } of schema === undefined ? [] : schemaMistakes(schema)) {
    throw new TypeError(`The cookie "${name}": its schema${pointer === '' ? '' : ` at ${pointer}`} ${what}`)
  }
  if (sign !== undefined && encrypt !== undefined) {
    throw new TypeError(
      `The cookie "${name}" is signed or encrypted; encrypting does both, so leave out \`sign\`.`,
    )
  }
  if (/^__(host|secure)-/i.test(name)) {
    throw new TypeError(`The cookie "${name}" gets its prefix by itself; leave it out of the name.`)
  }
  const keys = encrypt ?? sign
  const kind: SealKind = encrypt === undefined ? 'sign' : 'encrypt'
  if (keys !== undefined && typeof keys !== 'function') toSecrets(name, keys).forEach(checkKey)
  const lasts = validFor ?? definition.maxAge ?? DAY
  if (!Number.isFinite(lasts) || lasts <= 0) {
    throw new TypeError(`The cookie "${name}" is valid for ${lasts} seconds; give it more than none.`)
  }
  const validate = schema === undefined ? undefined : compileSchema(schema, 'cookies')
  const secureName = `${secure === false ? '' : prefixOf(prefix, attributes)}${name}`
  const isSecure = (context: Seen) => (typeof secure === 'function' ? secure(context) : secure)
  const nameIn = (context: Seen) => (isSecure(context) ? secureName : name)
  const set = (context: Seen, value: string, more: CookieOptions = {}) =>
    serializeCookie(nameIn(context), value, { ...attributes, secure: isSecure(context), ...more })
  // Whatever is wrong with the attributes is found now.
  if (secure !== false) serializeCookie(secureName, '', { ...attributes, secure: true })
  if (secure !== true) serializeCookie(name, '', { ...attributes, secure: false })

  return {
    name,
    read(context) {
      const wireName = nameIn(context)
      const raw = context.cookie(wireName)
      if (raw === undefined) return undefined
      const opened =
        raw.length > MAX_VALUE
          ? ({ ok: false, why: 'malformed' } as const)
          : keys === undefined
            ? fromText(raw)
            : unseal(kind, secretsIn(name, keys, context), wireName, raw, Date.now() / 1000)
      const value = opened.ok ? accept(validate, opened.text) : undefined
      if (value !== undefined) return value.accepted as never
      const why = opened.ok ? 'not what its schema says' : opened.why
      if (why === 'expired') context.log.debug({ cookie: wireName, why }, 'a cookie was not accepted')
      else context.log.warn({ cookie: wireName, why }, 'a cookie was not accepted')
      return undefined
    },
    write(context, value) {
      const text = validate === undefined ? String(value) : JSON.stringify(value)
      if (keys === undefined) return set(context, encodeText(text))
      const [newest] = secretsIn(name, keys, context)
      const endsAt = Math.ceil(Date.now() / 1000 + lasts)
      return set(context, seal(kind, newest, nameIn(context), text, endsAt))
    },
    clear: (context) => set(context, '', { maxAge: 0 }),
  }
}

function prefixOf(
  prefix: 'host' | 'secure' | 'none' | undefined,
  { path = '/', domain }: CookieOptions,
): string {
  if (prefix === 'none') return ''
  const host = prefix === 'host' || (prefix === undefined && path === '/' && domain === undefined)
  return host ? '__Host-' : '__Secure-'
}

function secretsIn<Seen>(
  name: string,
  keys: CookieKeys<Seen>,
  context: Seen,
): readonly [Secret, ...Secret[]] {
  return toSecrets(name, typeof keys === 'function' ? keys(context) : keys)
}

function toSecrets(name: string, keys: KeyList): readonly [Secret, ...Secret[]] {
  const [newest, ...older] = (keys instanceof Secret ? [keys] : keys).filter((key) => key !== undefined)
  if (newest === undefined) throw new TypeError(`The cookie "${name}" has no key to be sealed with.`)
  return [newest, ...older]
}

function accept(
  validate: ReturnType<typeof compileSchema> | undefined,
  text: string,
): { accepted: unknown } | undefined {
  if (validate === undefined) return { accepted: text }
  const failures: Failure[] = []
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  const accepted = validate(parsed, failures)
  if (accepted instanceof Promise) {
    accepted.catch(() => undefined)
    throw new TypeError('The schema of a cookie must validate at once; this one gives a promise.')
  }
  return failures.length === 0 ? { accepted } : undefined
}

function fromText(raw: string): Unsealed {
  const text = decodeText(raw)
  return text === undefined ? { ok: false, why: 'malformed' } : { ok: true, text }
}
