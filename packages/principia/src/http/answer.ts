import type { Content, ReplyHeaders } from '../routing/index.ts'
import type { SecurityHeaders } from '../security/index.ts'
import type { Compression } from './compress.ts'
import type { RequestContext } from './context.ts'
import type { Cors } from './cors.ts'

/** What every answer of an app shares, made once at start. */
export interface AnswerSettings {
  readonly security: SecurityHeaders
  readonly cors: Cors | undefined
  readonly compression: Compression | undefined
  /** What a success says to caches where its handler says nothing. */
  readonly cacheControl: string | undefined
  /** Whether this request's answer tells where its time went; `undefined` for none. */
  readonly serverTiming: ((context: RequestContext) => boolean) | undefined
  /** Once `closing`, every answer is the last one on its connection (RFC 9112 section 9.6). */
  readonly connections: { closing: boolean }
}

/** An answer, ready to be written. */
export interface Answer {
  readonly status: number
  readonly content: Exclude<Content, Blob> | undefined
  /** Empty where there is no content, or where stored content says it. */
  readonly type: string
  /** The media types, and ranges of them, that stored content may have; any where it is left out. */
  readonly declared?: readonly string[] | undefined
  readonly headers: ReplyHeaders | undefined
  /** The entity tag that the handler gave. */
  readonly tag?: string | undefined
  /** The `Last-Modified` that the handler gave. */
  readonly lastModified?: Date | undefined
  /** Whether to make an entity tag of the content. Streams are never tagged. */
  readonly etag: boolean | 'weak'
  /** Whether it may be asked for in part: text and bytes where this is true, stored content unless it is false. */
  readonly ranges?: boolean | undefined
}
