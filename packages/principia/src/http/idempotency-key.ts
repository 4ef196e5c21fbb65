import { createHash, hash, type Hash } from 'node:crypto'
import { problems } from '../errors/index.ts'
import type { RequestContext } from './context.ts'

/** Characters that a key may have. */
const MAX_KEY = 255

/**
 * A key as the field should carry it, a string of RFC 8941 section 3.3.3, or bare, as most clients that know
 * the field from elsewhere send it. Both spellings are one key.
 */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/
const BARE = /^[\w.~:+/=-]+$/

/**
 * The key of a request, or `undefined`.
 *
 * @throws Problem bad-request, idempotency-key-missing
 */
export function readKey(context: RequestContext, required: boolean): string | undefined {
  const field = context.readHeader('idempotency-key')
  if (field === undefined) {
    if (!required) return undefined
    throw problems.idempotencyKeyMissing(
      'Send an Idempotency-Key: a new UUID for each order, and the same one when you send that order again.',
    )
  }
  const quoted = QUOTED.exec(field)?.[1]?.replace(/\\(.)/g, '$1')
  const key = quoted ?? (BARE.test(field) ? field : undefined)
  if (key === undefined || key.length > MAX_KEY) {
    throw problems.badRequest(
      `An Idempotency-Key is one string of 1 to ${MAX_KEY} characters, such as "8e03978e-40d5-43dd-bc93-6894a57f9324".`,
    )
  }
  return key
}

const bodies = new WeakMap<RequestContext, Hash>()

/**
 * Makes a digest of the body's bytes while it is read. It has to be called at the moment when the reader begins:
 * it takes part in the reading, and what flowed past before is not seen.
 */
export function digestBody(context: RequestContext): void {
  const digest = createHash('sha256')
  bodies.set(context, digest)
  context.request.on('data', (chunk: Buffer) => digest.update(chunk))
}

/**
 * A digest of what was sent: method, target, type and bytes of the body. Who sent it is part of the claim, since
 * another caller's key is another key.
 */
export function fingerprint(context: RequestContext): Buffer {
  const { method, url = '', headers } = context.request
  const body = bodies.get(context)?.digest('base64') ?? ''
  return digestOf([method ?? '', url, headers['content-type'] ?? '', body])
}

/** One list of texts, one digest: what is between them can be in none of them. */
export function digestOf(texts: readonly string[]): Buffer {
  return hash('sha256', JSON.stringify(texts), 'buffer')
}
