import type { IncomingHttpHeaders } from 'node:http'
import type { ReplyHeaders } from './reply.ts'

/** What tells one state of a resource from another (RFC 9110 section 8.8). */
export interface Validators {
  /** The entity tag of the state as it is now; several where older forms of it are still taken. */
  readonly etag?: string | readonly string[] | undefined
  /** When it was last changed, to the second. */
  readonly lastModified?: Date | undefined
}

/** Bytes of a known number that can be read in part (RFC 9110 section 3.2): a file, a blob, an object of a store. */
export interface Representation {
  readonly size: number
  /** Its media type; that of the route or the reply comes first. */
  readonly type?: string | undefined
  readonly etag?: string | undefined
  readonly lastModified?: Date | undefined
  /** Whether a client may ask for a part of it: yes unless said. */
  readonly ranges?: boolean | undefined
  /** Header fields that go along, those of the reply first. */
  readonly headers?: ReplyHeaders | undefined
  /** The bytes from `first` to `last`, both included; called once for each part that is sent. */
  readonly read: (first: number, last: number) => Uint8Array | AsyncIterable<Uint8Array>
  /** Called once nothing more will be read, however the request ended. */
  readonly close?: (() => void) | undefined
}

/**
 * Content that is looked up only when it is about to be sent, so that nothing is open before that, and then
 * sent as its validators and the request's conditions and ranges demand. Made with `file` and `ranged`.
 */
export class StoredContent {
  /** @throws Problem, such as not-found, where there is nothing to send */
  readonly open: (headers: IncomingHttpHeaders) => Representation | Promise<Representation>
  /** Called instead of `open` where nothing can be sent any more. */
  readonly discard: (() => void) | undefined

  constructor(open: StoredContent['open'], discard?: () => void) {
    this.open = open
    this.discard = discard
  }
}

/**
 * Content that a client may also read in part (RFC 9110 section 14): bytes and blobs at hand, or anything of a
 * known size that can be read from one position to another, such as an object in a store.
 *
 * @example
 * route('GET /videos/:id', { access: 'public' }, async ({ params, store }) => {
 *   const { size, etag, type } = await store.head(params.id)
 *   return ranged({ size, etag, type, read: (first, last) => store.read(params.id, first, last) })
 * })
 */
export function ranged(
  content: Uint8Array | Blob | Representation,
  about: Pick<Representation, 'type' | 'etag' | 'lastModified'> = {},
): StoredContent {
  const whole = toRepresentation(content)
  const close = () => whole.close?.()
  const { type = whole.type, etag = whole.etag, lastModified = whole.lastModified } = about
  return new StoredContent(
    () => ({
      size: whole.size,
      type,
      etag,
      lastModified,
      ranges: whole.ranges,
      headers: whole.headers,
      read: (first, last) => whole.read(first, last),
      close,
    }),
    close,
  )
}

export function toRepresentation(content: Uint8Array | Blob | Representation): Representation {
  if (content instanceof Uint8Array) {
    return { size: content.byteLength, read: (first, last) => content.subarray(first, last + 1) }
  }
  if (!(content instanceof Blob)) return content
  return {
    size: content.size,
    type: content.type === '' ? undefined : content.type,
    read: (first, last) => content.slice(first, last + 1).stream(),
  }
}
