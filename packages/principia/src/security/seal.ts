import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Secret } from '../config/index.ts'

/**
 * Values that leave the server and must come back as they were.
 *
 * | kind      | made with                                | looks like                               |
 * |-----------|------------------------------------------|------------------------------------------|
 * | `sign`    | HMAC-SHA-256 (RFC 2104)                  | key id `.` value `.` tag                 |
 * | `encrypt` | AES-256-GCM (NIST SP 800-38D), 96-bit IV | key id `.` IV, ciphertext and tag as one |
 *
 * All parts are base64url. The name under which a value is kept goes into the tag, so that it is worth nothing
 * under another; so does the time at which it ends. Keys are derived from a secret for each kind (HKDF, RFC
 * 5869), so one secret may serve both. Under one secret at most 2^32 values may be encrypted: random IVs
 * could meet beyond that (SP 800-38D section 8.3).
 */
export type SealKind = 'sign' | 'encrypt'

export type Unsealed =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'malformed' | 'unknown key' | 'tampered' | 'expired' }

/** @param endsAt seconds since the Unix epoch */
export function seal(kind: SealKind, secret: Secret, name: string, text: string, endsAt: number): string {
  const keys = keysOf(secret)
  const payload = `${endsAt}.${text}`
  if (kind === 'sign') {
    const head = `${keys.id}.${Buffer.from(payload).toString('base64url')}`
    return `${head}.${tagOf(keys, name, head).toString('base64url')}`
  }
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', keys.encrypt, iv).setAAD(boundTo(name, keys.id))
  const sealed = Buffer.concat([iv, cipher.update(payload), cipher.final(), cipher.getAuthTag()])
  return `${keys.id}.${sealed.toString('base64url')}`
}

/** @param now seconds since the Unix epoch */
export function unseal(
  kind: SealKind,
  secrets: readonly Secret[],
  name: string,
  sealed: string,
  now: number,
): Unsealed {
  const parts = sealed.split('.')
  const [id, value = '', tag = ''] = parts
  if (parts.length !== (kind === 'sign' ? 3 : 2)) return { ok: false, why: 'malformed' }
  const keys = secrets.map(keysOf).find((one) => one.id === id)
  if (keys === undefined) return { ok: false, why: 'unknown key' }
  const payload = kind === 'sign' ? verified(keys, name, value, tag) : decrypted(keys, name, value)
  if (payload === undefined) return { ok: false, why: 'tampered' }
  // Only what was sealed here comes this far, so there is a dot.
  const dot = payload.indexOf('.')
  if (Number(payload.slice(0, dot)) <= now) return { ok: false, why: 'expired' }
  return { ok: true, text: payload.slice(dot + 1) }
}

const IV = 12
const GCM_TAG = 16

function verified(keys: Keys, name: string, value: string, tag: string): string | undefined {
  const expected = tagOf(keys, name, `${keys.id}.${value}`)
  const given = Buffer.from(tag, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return Buffer.from(value, 'base64url').toString()
}

function tagOf(keys: Keys, name: string, head: string): Buffer {
  return createHmac('sha256', keys.sign).update(boundTo(name, head)).digest()
}

function decrypted(keys: Keys, name: string, value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64url')
  if (bytes.length < IV + GCM_TAG) return undefined
  const decipher = createDecipheriv('aes-256-gcm', keys.encrypt, bytes.subarray(0, IV), {
    authTagLength: GCM_TAG,
  })
  decipher.setAAD(boundTo(name, keys.id)).setAuthTag(bytes.subarray(-GCM_TAG))
  try {
    return decipher.update(bytes.subarray(IV, -GCM_TAG), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

/** A name cannot contain NUL, so no two names and rests give the same bytes. */
function boundTo(name: string, rest: string): Buffer {
  return Buffer.from(`${name}\0${rest}`)
}

interface Keys {
  /** Names the secret without telling anything of it. */
  readonly id: string
  readonly sign: Buffer
  readonly encrypt: Buffer
}

const derived = new WeakMap<Secret, Keys>()

/** Characters that a secret must have: as many as a random one of 192 bits has in base64. */
const LEAST = 32

function keysOf(secret: Secret): Keys {
  const known = derived.get(secret)
  if (known !== undefined) return known
  const text = secret.reveal()
  if (text.length < LEAST) {
    throw new TypeError(
      `A key has at least ${LEAST} characters, such as what \`openssl rand -base64 32\` prints; this one has ${text.length}.`,
    )
  }
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', text, '', `principia seal ${purpose}`, bytes))
  const keys = {
    id: derive('id', 6).toString('base64url'),
    sign: derive('sign', 32),
    encrypt: derive('encrypt', 32),
  }
  derived.set(secret, keys)
  return keys
}

/** @throws TypeError for a secret that is too short to be one */
export function checkKey(secret: Secret): void {
  keysOf(secret)
}
