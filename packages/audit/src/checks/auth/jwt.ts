import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { CannotTell } from '../../verdict.ts'
import type { Inspection } from '../../run/inspection.ts'
import { jwtOf, lockedAddresses, type HeldToken, type Locked } from './locked.ts'

/** A JSON Web Token in its compact form (RFC 7515 section 7.1). */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
  readonly signature: string
}

/** @throws CannotTell where it is none after all */
export function readJwt(token: string): Jwt {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const read = (part: string): Record<string, unknown> => {
    try {
      return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
    } catch {
      throw new CannotTell('The token looks like a JSON Web Token, and is none.')
    }
  }
  return { header: read(header), payload: read(payload), signature }
}

/** A token with that header and payload, signed with nothing, or with what `signature` makes of the text before it. */
export function writeJwt(
  header: object,
  payload: object,
  signature: (input: string) => string = () => '',
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${signature(input)}`
}

/** HS256 (RFC 7518 section 3.2). */
export function hs256(key: string): (input: string) => string {
  return (input) => createHmac('sha256', key).update(input).digest('base64url')
}

/** A token whose header brings the key that it is signed with (RFC 7515 section 4.1.3). */
export function withOwnKey(header: object, payload: object): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const own = { ...header, alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) }
  return writeJwt(own, payload, (input) =>
    sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
  )
}

export interface JwtAtWork {
  readonly place: Locked
  readonly held: HeldToken
  readonly jwt: Jwt
}

/**
 * An address that is read with a JSON Web Token, and not without it.
 *
 * @throws CannotTell where there is none
 */
export async function jwtAtWork(inspection: Inspection): Promise<JwtAtWork> {
  for (const place of await lockedAddresses(inspection)) {
    const held = jwtOf(place.as)
    if (held === undefined) continue
    // Something else may let the user in, such as a cookie beside the token.
    const without = await inspection.send({ path: place.path, headers: held.replaced('') })
    if (without.answer.status >= 400) return { place, held, jwt: readJwt(held.value) }
  }
  throw new CannotTell('No user calls with a JSON Web Token.')
}
