import { Readable } from 'node:stream'
import { ranged, StoredContent, type Content, type MediaContent } from '../routing/index.ts'
import type { Render, Rendered } from './compile-answers.ts'
import { essence, inRange, isMediaRange, isMediaType } from './media-range.ts'

/**
 * How content is written that a route declares with `media()`. Stored content and blobs keep their own types, within
 * what is declared; other content has none, and gets the declared one where that is one and not a range.
 *
 * @throws TypeError for what is neither a media type nor a range of them
 */
export function renderMedia({ types: declared }: MediaContent): Render {
  const wrong = declared.find((type) => !isMediaRange(type))
  if (wrong !== undefined || declared.length === 0) {
    throw new TypeError(
      `media() takes media types, such as "application/pdf", and ranges of them, such as "image/*"; got "${wrong ?? ''}".`,
    )
  }
  const [only] = declared.length === 1 && isMediaType(declared[0] as string) ? declared : []
  const textType = only ?? unlessOutside('text/plain; charset=utf-8', declared)
  const bytesType = only ?? unlessOutside('application/octet-stream', declared)
  return (body) => {
    if (body instanceof StoredContent) return { content: body, type: '', declared }
    if (body instanceof Blob) return { content: ranged(body), type: '', declared }
    if (typeof body === 'string') return { content: body, type: textType, declared }
    if (isContent(body)) return { content: body, type: bytesType, declared }
    throw new TypeError(
      `A handler gave back ${body === null ? 'null' : typeof body} where it declares media(); give text, bytes, a stream or a file.`,
    )
  }
}

/** What is sent as it is, and does not know its own type. */
export function isContent(body: unknown): body is Exclude<Content, string | Blob | StoredContent> {
  return (
    body instanceof Uint8Array ||
    body instanceof Readable ||
    body instanceof ReadableStream ||
    (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
  )
}

/**
 * The media type of an answer: the one that its handler said, or else that of its content. Empty where stored
 * content is still to say it.
 *
 * @throws TypeError where it is none that the route declares
 */
export function typeOf({ type, content, declared }: Rendered, said: string | undefined): string {
  if (said !== undefined) return said === type ? type : sendableType(said, declared)
  if (type !== '' || content === undefined || content instanceof StoredContent) return type
  throw new TypeError(
    `A handler gave content without a type where it declares ${declared?.join(', ')}; say which it is: ` +
      "reply(200, content, { 'content-type': … }).",
  )
}

/**
 * A media type as it may leave. A range is none (RFC 9110 section 8.3), wherever it comes from: perhaps from whoever
 * uploaded the content.
 *
 * @throws TypeError for one that cannot be sent, or is none of the declared ones
 */
export function sendableType(type: string, declared: readonly string[] | undefined): string {
  if (!isMediaType(type)) throw new TypeError(`An answer has one media type; "${type}" is none.`)
  if (declared === undefined || isWithin(type, declared)) return type
  throw new TypeError(
    `An answer has the media type ${type} where its route declares ${declared.join(', ')}; ` +
      'declare it in that media() as well, or send another type.',
  )
}

function unlessOutside(type: string, declared: readonly string[]): string {
  return isWithin(type, declared) ? type : ''
}

function isWithin(type: string, declared: readonly string[]): boolean {
  const bare = essence(type)
  return declared.some((range) => inRange(bare, essence(range)))
}
