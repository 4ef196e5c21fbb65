import { timingSafeEqual, hash } from 'node:crypto'
import { problems } from '../errors/index.ts'

/** The token of an `Authorization: Bearer` header (RFC 6750 section 2.1), or `undefined`. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
}

/** The answer to who sent no token: 401 that names the scheme (RFC 6750 section 3), and no error. */
export function bearerRequired(detail?: string): Error {
  return problems.unauthorized(detail, { headers: { 'www-authenticate': 'Bearer' } })
}

/**
 * The answer to a token that is wrong, expired or revoked: 401 that says so, with `error="invalid_token"` (RFC 6750
 * section 3.1). A client then gets another one, and asks nobody to sign in.
 */
export function bearerInvalid(detail?: string): Error {
  return problems.unauthorized(detail, { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } })
}

/** Compares two secrets in a time that does not depend on where they differ or on their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  if (!fits(given) || !fits(expected)) return timingSafeEqual(digest(given), digest(expected))
  if (expected !== lastExpected) {
    pad(expected, padded)
    lastExpected = expected
  }
  return timingSafeEqual(pad(given, other), padded)
}

// Secrets that are short, as nearly all are, are compared as they are in buffers of one size, which costs a quarter
// of two digests. What is expected is the same most of the time, so it is kept.
const SIZE = 512
const padded = Buffer.alloc(SIZE)
const other = Buffer.alloc(SIZE)
let lastExpected = ''

/** Whether a secret, in UTF-8 and with its length in front, has room in a buffer of `SIZE` bytes. */
function fits(secret: string): boolean {
  return secret.length <= (SIZE - 2) / 3
}

/** The length belongs to it: without, a secret and the same with zeros behind it would be equal. */
function pad(secret: string, into: Buffer): Buffer {
  const length = into.write(secret, 2)
  into.writeUInt16LE(length, 0)
  return into.fill(0, 2 + length)
}

function digest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}
