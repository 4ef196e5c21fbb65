import type { ServerResponse } from 'node:http'
import { problems } from '../errors/index.ts'
import { toRepresentation, type Representation, type StoredContent } from '../routing/index.ts'
import type { Answer, AnswerSettings } from './answer.ts'
import { headersOf, writeValidators } from './answer-headers.ts'
import { hasBody } from './body.ts'
import { partial } from './byteranges.ts'
import { codedTag, type Coding } from './codings.ts'
import { evaluateConditions, isConditional, rangeApplies } from './conditional.ts'
import type { RequestContext } from './context.ts'
import { entityTag } from './etag.ts'
import { endAfter, leaveBody } from './linger.ts'
import { selectRanges, type ByteRange } from './ranges.ts'
import { send, sendCoded, sizeOf } from './send.ts'
import { discard, writeStream } from './stream.ts'

/** Writes as much of an answer as the request's conditions and ranges leave of it. */
export function writeSelected(
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

/** Unless the handler says it. */
function writeAcceptRanges({ headers }: Answer, into: string[]): void {
  if (headers?.['accept-ranges'] === undefined) into.push('Accept-Ranges', 'bytes')
}

export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}
