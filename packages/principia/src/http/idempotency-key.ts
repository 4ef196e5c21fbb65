import { createHash, createHmac, hash, type Hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
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

const bodies = new WeakMap<IncomingMessage, Hash>()

/**
 * Makes a digest of the body's bytes while they are read. It sees what a reader is given and takes no part in the
 * reading: a listener of its own would set the body flowing before the reader is there.
 */
export function digestBody({ request }: RequestContext): void {
  const digest = createHash('sha256')
  bodies.set(request, digest)
  const emit = request.emit.bind(request)
  Object.assign(request, {
    emit(event: string, ...args: unknown[]): boolean {
      if (event === 'data' && args[0] instanceof Uint8Array) digest.update(args[0])
      return emit(event, ...args)
    },
  })
}

/**
 * A digest of what was sent: method, target, type and bytes of the body. Who sent it is part of the claim, since
 * another caller's key is another key.
 *
 * It is made with the key, which is kept nowhere: a body may hold a password, and whoever reads the table must not be
 * able to try passwords against a plain digest of it.
 */
export function fingerprint({ request }: RequestContext, key: string): Buffer {
  const { method, url = '', headers } = request
  const body = bodies.get(request)?.digest('base64') ?? ''
  return createHmac('sha256', key)
    .update(JSON.stringify([method, url, headers['content-type'] ?? '', body]))
    .digest()
}

/** One list of texts, one digest: what is between them can be in none of them. */
export function digestOf(texts: readonly string[]): Buffer {
  return hash('sha256', JSON.stringify(texts), 'buffer')
}
