import type { AuditConfig } from '../target/config.ts'
import type { User } from '../target/target.ts'

/**
 * Hides what a report must not give away, in text whose characters are bytes or letters. Every character that is hidden
 * becomes one asterisk, so that the places of all others stay what they are.
 */
export type Hide = (text: string) => string

export const hideNothing: Hide = (text) => text

/** Shorter ones are hidden only in the fields that hold secrets: as words of a text they could be anything. */
const SHORTEST = 4

/** Names of members that hold secrets, in bodies to sign in with. */
const SECRET_NAME = /pass|pwd|secret|token|pin\b|otp|key|code/i

/** The fields whose values are secrets (RFC 9110 section 11.6.2, RFC 6265 sections 4.1 and 4.2), wherever a line has one. */
const SECRET_FIELD =
  /^((?:proxy-)?authorization|cookie|set-cookie|(?:x-)?api-key|x-[\w-]*token)([ \t]*:[ \t]*)([^\r\n]*)/gim

/** Shorter ones are hidden only where they were found: a cookie may well be called `theme` and be `dark`. */
const SHORTEST_FOUND = 16

/** A password in an address, such as that of a database. */
const URL_PASSWORD = /\b[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/gi

/** Members of JSON that hold what one signs in for (RFC 6749 section 5.1). */
const TOKENS = [
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'accessToken',
  'refreshToken',
  'idToken',
]

/** @param users who signed in: what they were given to call with is a secret, even if the configuration lacks it */
export function hideSecrets(config: AuditConfig, users: readonly User[] = []): Hide {
  const secrets = [...secretsOf(config), ...users.flatMap(({ headers }) => Object.values(headers).map(bare))]
  const written = [
    ...new Set(secrets.filter(({ length }) => length >= SHORTEST).flatMap(spellings)),
  ].toSorted((one, other) => other.length - one.length)
  // Checks sign in as well, and are given tokens of their own.
  const own = config.signIn?.token?.split('/').at(-1) ?? ''
  const names = [...TOKENS, ...(own === '' ? [] : [own])].map((name) => RegExp.escape(name))
  const member = new RegExp(`("(?:${names.join('|')})"\\s*:\\s*")([^"\\r\\n]+)`, 'g')
  // What was given in one place may stand in others too: in a further field, in an address, in a later message.
  const found = new Set<string>()
  const keep = (secret: string) => {
    if (secret.length >= SHORTEST_FOUND && found.size < MOST_FOUND) found.add(secret)
  }
  return (text) => {
    const fields = text
      .replace(
        SECRET_FIELD,
        (_, name: string, colon: string, value: string) =>
          name + colon + hideValue(name.toLowerCase(), value, keep),
      )
      .replace(member, (_, before: string, token: string) => {
        keep(token)
        return before + '*'.repeat(token.length)
      })
    return [...written, ...found].reduce(
      (all, secret) => all.replaceAll(secret, '*'.repeat(secret.length)),
      fields,
    )
  }
}

const MOST_FOUND = 1000

/** A wrong password is none: it may well be `wrong`, and that word is in many sentences. */
function secretsOf({ users = [], process, secrets = [] }: AuditConfig): string[] {
  const bodies: unknown[] = users.map((user) => user.signIn)
  const headers = users.flatMap((user) => Object.values(user.headers ?? {}).map(bare))
  const settings = process?.env ?? {}
  const texts = [process?.start ?? '', ...Object.values(settings), ...Object.values(process?.wrong ?? {})]
  const inUrls = texts.flatMap((text) =>
    [...text.matchAll(URL_PASSWORD)].map(([, password = '']) => password),
  )
  return [
    ...secrets,
    ...headers,
    ...bodies.flatMap((body) => secretMembers(body)),
    ...secretMembers(settings),
    ...inUrls.flatMap((password) => [password, decoded(password)]),
  ]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The credentials of a field's value, without the scheme before them. */
function bare(value: string): string {
  return value.replace(/^[a-z]+ +/i, '')
}

function secretMembers(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return SECRET_NAME.test(name) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    secretMembers(member, Array.isArray(value) ? name : key),
  )
}

/** The ways in which a secret can stand in a message: as it is, in JSON, in a URL or form; as letters or bytes of UTF-8. */
function spellings(secret: string): string[] {
  const inForm = new URLSearchParams({ '': secret }).toString().slice(1)
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), inForm].flatMap(
    (spelt) => [spelt, Buffer.from(spelt).toString('latin1')],
  )
}

/** Keeps what tells nothing: the scheme of credentials, the names and attributes of cookies. */
function hideValue(name: string, value: string, keep: (secret: string) => void): string {
  const stars = (text: string) => {
    keep(text)
    return '*'.repeat(text.length)
  }
  if (name.endsWith('authorization')) return value.replace(/^([a-z]+ +)?(.*)$/i, hideSecond)
  if (!name.endsWith('cookie')) return stars(value)
  if (name === 'set-cookie') return value.replace(/^([^=;]*=)?([^;]*)/, hideSecond)
  return value.replace(/([^=;]*=)?([^;]*)/g, hideSecond)

  function hideSecond(_: string, kept: string | undefined, hidden: string): string {
    return (kept ?? '') + stars(hidden)
  }
}
