import type { IdempotencyClaim, KeptAnswer } from '../context/index.ts'
import { problems } from '../errors/index.ts'
import type { ReplyHeaders, Route } from '../routing/index.ts'
import type { Answer } from './answer.ts'
import { formatHttpDate } from './http-date.ts'
import { discard } from './stream.ts'

/** An answer as it is kept. @throws Error for a stream */
export function toKept(
  { method, path, definedAt }: Route,
  { status, type, headers, tag, lastModified, content }: Answer,
): KeptAnswer {
  if (content !== undefined && typeof content !== 'string' && !(content instanceof Uint8Array)) {
    discard(content)
    throw new Error(
      `${method} ${path} (${definedAt}) is idempotent and answered with a stream, which cannot be kept to be sent ` +
        'again. Answer with text or bytes, or give an address where the stream can be had.',
    )
  }
  // A cookie that signs someone in is for the one who asked first, and nothing to keep in a table.
  const { 'set-cookie': _, ...kept } = headers ?? {}
  const modified = lastModified === undefined ? {} : { 'last-modified': lastModified }
  return { status, type, headers: withoutDates({ ...kept, ...modified }), tag, content }
}

function withoutDates(headers: ReplyHeaders): KeptAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value instanceof Date ? formatHttpDate(value) : value,
    ]),
  )
}

/**
 * The answer that was kept, for whoever asks again.
 *
 * @throws Problem idempotency-key-reused where the key came with another request
 */
export function replay(answer: KeptAnswer, first: Buffer, claim: IdempotencyClaim | undefined): Answer {
  if (claim === undefined || !first.equals(claim.fingerprint)) {
    throw problems.idempotencyKeyReused(
      'It came with another request before: another address or another body. Send a new key with a new request.',
    )
  }
  const { status, type, headers, tag, content } = answer
  return { status, type, headers: { ...headers, 'idempotency-replayed': 'true' }, tag, content, etag: false }
}
