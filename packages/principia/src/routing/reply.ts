import type { Readable } from 'node:stream'
import type { StoredContent } from './representation.ts'

/** An answer with a status of its own. Return one from a handler where the plain body does not say enough. */
export class Reply<Status extends number = number, Body = unknown> {
  readonly status: Status
  readonly body: Body
  readonly headers: ReplyHeaders | undefined
  /** The name of the state that is answered, of which and of the content the entity tag is made, unless a header has one. */
  readonly state: string | undefined

  constructor(status: Status, body: Body, headers?: ReplyHeaders, state?: string) {
    this.status = status
    this.body = body
    this.headers = headers
    this.state = state
  }
}

/**
 * Response headers. An array is sent as several fields of the same name, as `Set-Cookie` needs; a `Date` as an
 * HTTP-date, as `Last-Modified` and `Expires` need.
 */
export type ReplyHeaders = Readonly<Record<string, string | Date | readonly string[]>>

/** What a handler may send without a schema: text, bytes, a stream of either, or what is stored somewhere. */
export type Content =
  | string
  | Uint8Array
  | Blob
  | StoredContent
  | Readable
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | Uint8Array>

/** Declares an answer that is sent as it is, in a route's `responses`. Made with `media`. */
export interface MediaContent<Type extends string = string> {
  readonly kind: 'media'
  readonly types: readonly Type[]
}

/**
 * Declares that an answer is content of this media type, or of one of several, or of a range of them such as
 * `image/*`; the handler gives text, bytes, a stream or a file.
 *
 * A file and a blob have types of their own, and keep them; one that is not declared is a fault. Of other content,
 * where it may have several types, the handler says which: `reply(200, content, { 'content-type': … })`.
 *
 * @example
 * route('GET /report.csv', { access: 'public', responses: { 200: media('text/csv') } }, () => 'a,b\n1,2\n')
 */
export function media<const Type extends string>(...types: readonly [Type, ...Type[]]): MediaContent<Type> {
  return { kind: 'media', types }
}

export function isMedia(declared: unknown): declared is MediaContent {
  return typeof declared === 'object' && declared !== null && 'kind' in declared && declared.kind === 'media'
}

/**
 * Answers with a status, a body and headers.
 *
 * The body is what the route declares for that status. Where it declares nothing, `Content` is sent as
 * it is under the `content-type` given in `headers`, and any other value as JSON.
 */
export function reply<const Status extends number>(status: Status): Reply<Status, undefined>
export function reply<const Status extends number, Body>(
  status: Status,
  body: Body,
  headers?: ReplyHeaders,
): Reply<Status, Body>
export function reply(status: number, body?: unknown, headers?: ReplyHeaders): Reply {
  return new Reply(status, body, headers)
}

/** 201 with the new resource and its address (RFC 9110 section 15.3.2). */
export function created<Body = undefined>(location: string, body?: Body): Reply<201, Body> {
  return new Reply(201, body as Body, { location })
}

/** 204: done, and there is nothing to say. */
export function noContent(headers?: ReplyHeaders): Reply<204, undefined> {
  return new Reply(204, undefined, headers)
}

/** 303 by default: go and GET that address (RFC 9110 section 15.4.4). */
export function redirect<const Status extends 301 | 302 | 303 | 307 | 308 = 303>(
  location: string,
  status?: Status,
): Reply<Status, undefined> {
  return new Reply(status ?? (303 as Status), undefined, { location })
}
