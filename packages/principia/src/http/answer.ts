import type { ServerResponse } from 'node:http'
import type { Content, ReplyHeaders } from '../routing/index.ts'
import type { FlatHeaders } from '../security/index.ts'
import type { RequestContext } from './context.ts'
import type { Cors } from './cors.ts'
import { hasBody } from './body.ts'
import { entityTag, namesTag } from './etag.ts'
import { canDrain, lingerOnClose } from './linger.ts'
import { discard, writeStream } from './stream.ts'
import { addVary } from './vary.ts'

/** What every answer of an app shares, made once at start. */
export interface AnswerSettings {
  readonly security: { readonly page: FlatHeaders; readonly data: FlatHeaders }
  readonly cors: Cors | undefined
  /** Once `closing`, every answer is the last one on its connection (RFC 9112 section 9.6). */
  readonly connections: { closing: boolean }
}

/** An answer, ready to be written. */
export interface Answer {
  readonly status: number
  readonly content: Content | undefined
  readonly type: string
  readonly headers: ReplyHeaders | undefined
  /** The entity tag that the handler gave. */
  readonly tag?: string | undefined
  /** Whether to make an entity tag of the content. Streams are never tagged. */
  readonly etag: boolean
}

/**
 * Writes an answer: the one place where status, headers and content leave the server.
 *
 * Nothing is written when an answer has begun already (the deadline's, usually) or the client is gone.
 */
export function writeAnswer(
  context: RequestContext,
  response: ServerResponse,
  answer: Answer,
  settings: AnswerSettings,
): void | Promise<void> {
  if (response.headersSent || response.destroyed) return discard(answer.content)
  const { trace, request } = context
  const { content } = answer
  const security = answer.type.startsWith('text/html') ? settings.security.page : settings.security.data
  const headers: string[] = ['X-Request-Id', context.requestId, ...security]
  if (context.moreHeaders !== undefined) headers.push(...context.moreHeaders)
  if (settings.cors !== undefined) settings.cors.write(request.headers.origin, headers)
  if (answer.headers !== undefined) flatten(answer.headers, headers)
  // What was made for one caller may not be shown to another by a cache in between.
  if (context.user !== undefined && answer.headers?.['cache-control'] === undefined) {
    headers.push('Cache-Control', 'private, no-cache')
  }
  if (context.scheme !== undefined) addVary(headers, variesBy(context.scheme))
  if (hasBody(request) && !request.complete && !canDrain(request)) {
    headers.push('Connection', 'close')
    lingerOnClose(request)
  }
  if (settings.connections.closing) response.shouldKeepAlive = false

  const whole = typeof content === 'string' || content instanceof Uint8Array
  const tag = answer.tag ?? (answer.etag && whole ? entityTag(content) : undefined)
  if (tag !== undefined) {
    headers.push('ETag', tag)
    const known = request.headers['if-none-match']
    if (known !== undefined && answer.status === 200 && isSafe(trace.method) && namesTag(known, tag)) {
      response.writeHead(304, headers)
      response.end()
      return discard(content)
    }
  }
  trace.responseType = answer.type
  if (content !== undefined) headers.push('Content-Type', answer.type)
  if (!whole && content !== undefined) return writeStream(context, response, answer.status, headers, content)
  const size =
    content === undefined ? 0 : typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength
  trace.responseBytes = size
  if (mayHaveContent(answer.status)) headers.push('Content-Length', String(size))
  response.writeHead(answer.status, headers)
  if (trace.method === 'HEAD' || content === undefined) response.end()
  else response.end(content)
}

/** What a cache must compare, so that one caller's answer is never revalidated as another's. */
function variesBy(scheme: NonNullable<RequestContext['scheme']>): string {
  return typeof scheme === 'object' ? 'Cookie' : 'Authorization'
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** RFC 9110 section 8.6: no Content-Length in a 1xx or 204; ours never send content in a 304 either. */
function mayHaveContent(status: number): boolean {
  return status !== 204 && status !== 304
}

function flatten(headers: ReplyHeaders, into: string[]): void {
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === 'vary') addVary(into, typeof value === 'string' ? value : value.join(', '))
    else if (typeof value === 'string') into.push(name, value)
    else for (const one of value) into.push(name, one)
  }
}
