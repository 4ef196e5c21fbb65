import { timingSafeEqual, hash } from 'node:crypto'
import { problems } from '../errors/index.ts'

/** The token of an `Authorization: Bearer` header (RFC 6750 section 2.1), or `undefined`. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
}

/** The answer to a missing or wrong token: 401 that names the scheme (RFC 6750 section 3). */
export function bearerRequired(detail?: string): Error {
  return problems.unauthorized(detail, { headers: { 'www-authenticate': 'Bearer' } })
}

/** Compares two secrets in a time that does not depend on where they differ or on their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), expectedDigest(expected))
}

let lastExpected = ''
let lastDigest = digest('')

/** What is expected is the same most of the time, so its digest is kept. */
function expectedDigest(expected: string): Buffer {
  if (expected !== lastExpected) {
    lastDigest = digest(expected)
    lastExpected = expected
  }
  return lastDigest
}

function digest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}
