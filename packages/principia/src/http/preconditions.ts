import type { IncomingHttpHeaders } from 'node:http'
import { problems, type ProblemKind } from '../errors/index.ts'
import type { Validators } from '../routing/index.ts'
import { evaluateConditions } from './conditional.ts'
import { codedTags } from './codings.ts'
import { checkTag } from './etag.ts'
import { parseHttpDate } from './http-date.ts'

/**
 * Refuses a request whose conditions do not fit the state that the resource is in now (RFC 9110 section 13).
 *
 * @param current `undefined` where the resource does not exist
 * @throws Problem of `kind`: precondition-failed unless said
 */
export function checkPrecondition(
  method: string,
  headers: IncomingHttpHeaders,
  current: Validators | undefined,
  kind: ProblemKind = problems.preconditionFailed,
): void {
  for (const tag of [current?.etag ?? []].flat()) checkTag(tag, 'precondition() was given')
  // RFC 9110 section 8.8.3.3: who was sent a compressed answer has the tag of that, and means the same state.
  if (evaluateConditions(method, headers, current && inEveryCoding(current)) !== 'failed') return
  throw kind(
    current === undefined
      ? 'It does not exist, or not any more.'
      : 'It is not, or not any more, in the state that the request is made for.',
  )
}

function inEveryCoding({ etag, lastModified }: Validators): Validators {
  return { etag: etag === undefined ? undefined : [etag].flat().flatMap(codedTags), lastModified }
}

/**
 * Refuses a request that does not say which state it is made for (RFC 6585 section 3). `If-None-Match: *` says so
 * too: it is made for there being nothing yet. A date that cannot be read is ignored, and so says nothing.
 *
 * @throws Problem precondition-required
 */
export function demandPrecondition(headers: IncomingHttpHeaders): void {
  if (headers['if-match'] !== undefined || headers['if-none-match']?.trim() === '*') return
  const since = headers['if-unmodified-since']
  if (since !== undefined && parseHttpDate(since) !== undefined) return
  throw problems.preconditionRequired('Send If-Match with the ETag of what you have read.')
}
