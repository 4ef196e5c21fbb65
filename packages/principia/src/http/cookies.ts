/**
 * Reads a `Cookie` header (RFC 6265 section 4.2). Of a name sent twice the first counts. Which one that is
 * a sibling host can influence, by planting a cookie with a longer path (section 5.4): a cookie that
 * proves who somebody is needs the prefix `__Host-`.
 */
export function parseCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null)
  if (header === undefined) return cookies
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals === -1) continue
    const name = pair.slice(0, equals).trim()
    const value = pair.slice(equals + 1).trim()
    if (name !== '' && !(name in cookies)) cookies[name] = unquote(value)
  }
  return cookies
}

function unquote(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value
}

/** Bytes of name and value together (RFC 6265bis section 5.6). */
const MAX_SIZE = 4096

/** The year 10000: HTTP-dates have four digits for it (RFC 9110 section 5.6.7). */
const END_OF_DATES = Date.UTC(10_000, 0, 1)

export interface CookieOptions {
  /** Seconds; 0 deletes the cookie. Left out, the cookie ends with the browser's session. */
  maxAge?: number
  /** The same as a date, for what ends at a moment that is known. Where both are given, `maxAge` counts. */
  expires?: Date
  /** `/` unless said. */
  path?: string
  /**
   * Shares the cookie with every host below this one, whoever runs it. Unless said it goes back to the host that
   * set it and to no other.
   */
  domain?: string
  /** Kept from scripts: true unless said. */
  httpOnly?: boolean
  /** Sent over https only: true unless said. Browsers make an exception for `http://localhost`. */
  secure?: boolean
  /** `lax` unless said. */
  sameSite?: 'strict' | 'lax' | 'none'
  /** In a page that is embedded elsewhere: kept apart for each site that embeds it (CHIPS). False unless said. */
  partitioned?: boolean
}

/**
 * Writes the value of a `Set-Cookie` header, safe unless told otherwise: `HttpOnly`, `Secure`,
 * `SameSite=Lax`.
 *
 * @throws TypeError for a name, value, domain or path that the grammar does not allow (RFC 6265 section 4.1.1), for
 * a cookie larger than browsers take, and for a `__Host-` or `__Secure-` name whose attributes break the
 * prefix's promise (RFC 6265bis section 4.1.3).
 */
export function serializeCookie(name: string, value: string, options: CookieOptions = {}): string {
  const { maxAge, expires, path = '/', domain, httpOnly = true, secure = true } = options
  const { sameSite = 'lax', partitioned = false } = options
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw new TypeError(`"${name}" is not a cookie name.`)
  if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(value)) {
    throw new TypeError(`The value of the cookie "${name}" has characters that must be encoded first.`)
  }
  if (!/^\/[\x20-\x3a\x3c-\x7e]*$/.test(path)) throw new TypeError(`"${path}" is not the path of a cookie.`)
  if (maxAge !== undefined && !Number.isFinite(maxAge)) {
    throw new TypeError(`The cookie "${name}" has a maxAge of ${maxAge}; it is a number of seconds.`)
  }
  if (expires !== undefined && !(expires.getTime() >= 0 && expires.getTime() < END_OF_DATES)) {
    throw new TypeError(
      `The cookie "${name}" expires at ${String(expires)}; that is no date a header can have.`,
    )
  }
  // A leading dot is from before RFC 6265, and browsers take no notice of it.
  if (domain !== undefined && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain)) {
    throw new TypeError(`"${domain}" is not the domain of a cookie; write it like "example.org".`)
  }
  if (name.length + value.length > MAX_SIZE) {
    throw new TypeError(`The cookie "${name}" has more than ${MAX_SIZE} bytes; browsers ignore such.`)
  }
  if (/^__secure-/i.test(name) && !secure)
    throw new TypeError(`"${name}": a "__Secure-" cookie must be secure.`)
  if (/^__host-/i.test(name) && (!secure || path !== '/' || domain !== undefined)) {
    throw new TypeError(
      `A "__Host-" cookie must be secure, have the path "/" and no domain; "${name}" is not so.`,
    )
  }
  if (sameSite === 'none' && !secure) throw new TypeError(`"${name}": SameSite=None needs Secure.`)
  if (partitioned && !secure) throw new TypeError(`"${name}": Partitioned needs Secure.`)
  return [
    `${name}=${value}`,
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    `Path=${path}`,
    ...(maxAge === undefined ? [] : [`Max-Age=${Math.trunc(maxAge)}`]),
    ...(expires === undefined ? [] : [`Expires=${expires.toUTCString()}`]),
    ...(httpOnly ? ['HttpOnly'] : []),
    ...(secure ? ['Secure'] : []),
    `SameSite=${sameSite.charAt(0).toUpperCase()}${sameSite.slice(1)}`,
    ...(partitioned ? ['Partitioned'] : []),
  ].join('; ')
}

/** Text as the value of a cookie: what such a value cannot have, and the escape itself, as percent-encoded UTF-8. */
export function encodeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\x21\x23\x24\x26-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+/g, encodeURIComponent)
}

/** What `encodeText` has written; `undefined` for what it never writes. */
export function decodeText(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}
