import type { ServerResponse } from 'node:http'
import { problems } from '../errors/index.ts'
import {
  StoredContent,
  type Content,
  type ReplyHeaders,
  type Representation,
  toRepresentation,
} from '../routing/index.ts'
import type { SecurityHeaders } from '../security/index.ts'
import { sendableType } from './answer-media.ts'
import { headersOf, writeValidators } from './answer-headers.ts'
import { hasBody } from './body.ts'
import { partial } from './byteranges.ts'
import { codedTag, type Coding } from './codings.ts'
import type { Compression } from './compress.ts'
import { evaluateConditions, isConditional, rangeApplies } from './conditional.ts'
import type { RequestContext } from './context.ts'
import type { Cors } from './cors.ts'
import { encodeWhole } from './encode-whole.ts'
import { checkTag, entityTag } from './etag.ts'
import { endAfter, leaveBody } from './linger.ts'
import { isMediaType } from './media-range.ts'
import { selectRanges, type ByteRange } from './ranges.ts'
import { discard, exactly, writeStream } from './stream.ts'

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

/**
 * Writes an answer: the one place where status, headers and content leave the server.
 *
 * What the request asks for under conditions, and in parts, is decided here as well, in the order of RFC 9110
 * section 13.2.2. Nothing is written when an answer has begun already (the deadline's, usually) or the client
 * is gone.
 *
 * @throws Problem precondition-failed, range-not-satisfiable, and what stored content is not opened for
 */
export function writeAnswer(
  context: RequestContext,
  response: ServerResponse,
  answer: Answer,
  settings: AnswerSettings,
): void | Promise<void> {
  const { content } = answer
  if (response.headersSent || response.destroyed) return discard(content)
  if (content instanceof StoredContent) return writeStored(context, response, answer, settings, content)
  return writeSelected(context, response, answer, settings, content, undefined)
}

async function writeStored(
  context: RequestContext,
  response: ServerResponse,
  answer: Answer,
  settings: AnswerSettings,
  content: StoredContent,
): Promise<void> {
  const stored = await content.open(context.request.headers)
  try {
    if (response.headersSent || response.destroyed) return
    // The validators are those of what is at this address; what answers another method, or a failure, is not that.
    const selected = isRead(context.method) && isSuccess(answer.status)
    const known = {
      ...answer,
      type: answer.type === '' ? sendableType(stored.type ?? untyped(answer), answer.declared) : answer.type,
      headers: mergeHeaders(stored.headers, answer.headers),
      tag:
        answer.tag ??
        (selected && stored.etag !== undefined ? checkTag(stored.etag, 'Stored content has') : undefined),
      lastModified: answer.lastModified ?? (selected ? stored.lastModified : undefined),
      ranges: stored.ranges !== false && answer.ranges !== false,
    }
    await writeSelected(context, response, known, settings, undefined, stored)
  } finally {
    stored.close?.()
  }
}

/** What is stored without a type has the declared one, where that is one, or none that is known (RFC 9110 section 8.3). */
function untyped({ declared = [] }: Answer): string {
  const [only = ''] = declared
  return declared.length === 1 && isMediaType(only) ? only : 'application/octet-stream'
}

/** Writes as much of an answer as the request's conditions and ranges leave of it. */
function writeSelected(
  context: RequestContext,
  response: ServerResponse,
  answer: Answer,
  settings: AnswerSettings,
  content: Exclude<Answer['content'], StoredContent>,
  stored: Representation | undefined,
): void | Promise<void> {
  const { method, request } = context
  const { status } = answer
  if (hasBody(request) && !request.complete) leaveBody(request, response)
  if (settings.connections.closing) endAfter(request, response)
  const atHand = typeof content === 'string' || content instanceof Uint8Array ? content : undefined
  const size = content === undefined ? 0 : atHand === undefined ? undefined : sizeOf(atHand)
  // Files are compressed beforehand or not at all, so that they can be asked for in part.
  const chosen =
    content === undefined ? undefined : settings.compression?.choose(request, answer, size, settings.cors)
  const coding = chosen === 'identity' ? undefined : chosen
  const varies = chosen !== undefined
  const tag = tagOf(answer, atHand, coding)
  const lastModified = answer.lastModified === undefined ? undefined : notAfterNow(answer.lastModified)
  // RFC 9110 section 13.2.1: conditions count only where the answer without them is a success. Those of unsafe
  // methods were the handler's to check, before it changed anything.
  if (isRead(method) && isSuccess(status) && isConditional(request.headers)) {
    const verdict = evaluateConditions(method, request.headers, { etag: tag, lastModified })
    if (verdict !== 'proceed') discard(content)
    if (verdict === 'failed') throw problems.preconditionFailed()
    if (verdict === 'not-modified') {
      const headers = headersOf(context, answer, settings, 'control', varies)
      // RFC 9110 section 15.4.5: the date helps a cache only where there is no tag.
      writeValidators(headers, tag, tag === undefined ? lastModified : undefined)
      response.writeHead(304, headers)
      response.end()
      return undefined
    }
  }
  context.trace.responseType = answer.type
  const whole =
    answer.ranges === true && status === 200 && coding === undefined ? (stored ?? asWhole(atHand)) : undefined
  const ranges = whole === undefined ? undefined : rangesOf(context, whole.size, tag, lastModified)
  if (whole !== undefined && ranges !== undefined) {
    const { headers, content: part, size: length } = partial(whole, ranges, answer.type)
    // RFC 9110 section 15.3.7: who sent If-Range has the fields that describe the whole already.
    const known = request.headers['if-range'] !== undefined
    const fields = headersOf(context, answer, settings, known ? 'control' : 'all', varies)
    writeValidators(fields, tag, known ? undefined : lastModified)
    if (ranges.length === 1 && !known) fields.push('Content-Type', answer.type)
    writeAcceptRanges(answer, fields)
    fields.push(...headers)
    return send(context, response, 206, fields, part, length)
  }
  const headers = headersOf(context, answer, settings, 'all', varies)
  writeValidators(headers, tag, lastModified)
  if (whole !== undefined) writeAcceptRanges(answer, headers)
  if (content !== undefined || stored !== undefined) headers.push('Content-Type', answer.type)
  if (coding !== undefined) headers.push('Content-Encoding', coding)
  if (stored !== undefined) {
    const all = method === 'HEAD' || stored.size === 0 ? '' : stored.read(0, stored.size - 1)
    return send(context, response, status, headers, all, stored.size)
  }
  if (content !== undefined && typeof content !== 'string' && !(content instanceof Uint8Array)) {
    return writeStream(context, response, status, headers, content, coding)
  }
  return atHand !== undefined && coding !== undefined
    ? sendCoded(context, response, status, headers, atHand, coding)
    : send(context, response, status, headers, atHand, size ?? 0)
}

/** A HEAD is coded as well: it says what a GET would, and that is the length after coding (RFC 9110 section 9.3.2). */
function sendCoded(
  context: RequestContext,
  response: ServerResponse,
  status: number,
  headers: string[],
  content: string | Uint8Array,
  coding: Coding,
): void | Promise<void> {
  const sendBytes = (bytes: Buffer) => {
    context.stage('compress')
    // Meanwhile the deadline may have answered, or the client left.
    if (response.headersSent || response.destroyed) return undefined
    return send(context, response, status, headers, bytes, bytes.byteLength)
  }
  const coded = encodeWhole(content, sizeOf(content), coding)
  return coded instanceof Promise ? coded.then(sendBytes) : sendBytes(coded)
}

/** Writes content of a known length. */
function send(
  context: RequestContext,
  response: ServerResponse,
  status: number,
  headers: string[],
  content: string | Uint8Array | AsyncIterable<Uint8Array> | undefined,
  size: number,
): void | Promise<void> {
  if (mayHaveContent(status)) headers.push('Content-Length', String(size))
  const atHand = typeof content === 'string' || content instanceof Uint8Array
  if (content !== undefined && !atHand) {
    return writeStream(context, response, status, headers, exactly(content, size))
  }
  context.trace.responseBytes = size
  response.writeHead(status, headers)
  if (context.method === 'HEAD' || content === undefined) response.end()
  else response.end(content)
  return undefined
}

/** The parts that a request asks for, where it asks for any; of all methods only GET does (RFC 9110 section 14.2). */
function rangesOf(
  { method, request: { headers } }: RequestContext,
  size: number,
  tag: string | undefined,
  lastModified: Date | undefined,
): readonly ByteRange[] | undefined {
  if (headers.range === undefined || method !== 'GET') return undefined
  if (!rangeApplies(headers['if-range']?.toString(), tag, lastModified)) return undefined
  const ranges = selectRanges(headers.range, size)
  if (ranges !== 'unsatisfiable') return ranges
  throw problems.rangeNotSatisfiable(`It has ${size} bytes.`, {
    headers: { 'content-range': `bytes */${size}` },
  })
}

function tagOf(
  { tag, etag }: Answer,
  content: string | Uint8Array | undefined,
  coding: Coding | undefined,
): string | undefined {
  const made =
    tag === undefined && content !== undefined && etag !== false
      ? entityTag(content, etag === 'weak' ? 'weak' : 'strong')
      : tag
  return made === undefined || coding === undefined ? made : codedTag(made, coding)
}

/** RFC 9110 section 8.8.2.1: nothing can have changed after its answer was made. */
function notAfterNow(date: Date): Date {
  const now = Date.now()
  if (Number.isNaN(date.getTime()))
    throw new TypeError('Stored content has an invalid date as its lastModified.')
  return date.getTime() > now ? new Date(now) : date
}

function asWhole(content: string | Uint8Array | undefined): Representation | undefined {
  if (content === undefined) return undefined
  return toRepresentation(typeof content === 'string' ? Buffer.from(content) : content)
}

function sizeOf(content: string | Uint8Array): number {
  return typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength
}

/** What the reply says comes first, but what an answer varies by adds up. */
function mergeHeaders(
  stored: ReplyHeaders | undefined,
  own: ReplyHeaders | undefined,
): ReplyHeaders | undefined {
  if (stored === undefined || own === undefined) return stored ?? own
  const vary = [stored['vary'] ?? [], own['vary'] ?? []].flat().join(', ')
  return { ...stored, ...own, ...(vary !== '' && { vary }) }
}

/** Unless the handler says it. */
function writeAcceptRanges({ headers }: Answer, into: string[]): void {
  if (headers?.['accept-ranges'] === undefined) into.push('Accept-Ranges', 'bytes')
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** RFC 9110 section 8.6: no Content-Length in a 1xx or 204; ours never send content in a 304 either. */
function mayHaveContent(status: number): boolean {
  return status !== 204 && status !== 304
}
