/** What a caller proves themselves with under the scheme "Basic". */
export interface BasicCredentials {
  readonly user: string
  readonly password: string
}

/**
 * The credentials of an `Authorization: Basic` header (RFC 7617 section 2), in UTF-8, or `undefined` where there are
 * none that can be read. A user's name has no colon; a password may.
 *
 * Compare with `sameSecret`, the user's name too where it must not be found out by its time.
 *
 * @example
 * const scraper = defineAccess('scraper', {
 *   scheme: 'basic',
 *   check({ header }) {
 *     const given = basicCredentials(header('authorization'))
 *     const known = given !== undefined && sameSecret(given.user, 'prometheus')
 *     if (!known || !sameSecret(given.password, SECRET)) throw problems.unauthorized()
 *     return { id: 'prometheus' }
 *   },
 * })
 */
export function basicCredentials(authorization: string | undefined): BasicCredentials | undefined {
  const encoded = /^basic +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
  const text = encoded === undefined ? undefined : decode(encoded)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon === -1) return undefined
  return { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function decode(encoded: string): string | undefined {
  try {
    const text = UTF_8.decode(Uint8Array.fromBase64(encoded, { lastChunkHandling: 'strict' }))
    // RFC 7617 section 2: neither part may contain control characters.
    return CONTROL.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
// oxlint-disable-next-line no-control-regex -- those are the ones
const CONTROL = /[\0-\x1f\x7f]/
