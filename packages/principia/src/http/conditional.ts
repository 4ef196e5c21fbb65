import type { IncomingHttpHeaders } from 'node:http'
import type { Validators } from '../routing/index.ts'
import { isWeak, namesTag } from './etag.ts'
import { parseHttpDate } from './http-date.ts'

/** What a request's conditions mean for it: it goes on, it needs no new copy (304), or it is refused (412). */
export type Verdict = 'proceed' | 'not-modified' | 'failed'

/** Whether a request has any condition at all; most have none. */
export function isConditional(headers: IncomingHttpHeaders): boolean {
  return (
    headers['if-none-match'] !== undefined ||
    headers['if-modified-since'] !== undefined ||
    headers['if-match'] !== undefined ||
    headers['if-unmodified-since'] !== undefined
  )
}

/**
 * Evaluates the conditions of a request, in the order of RFC 9110 section 13.2.2. To be asked only where the
 * answer without them would be a success (section 13.2.1), and before anything is changed.
 *
 * @param current the resource's validators as they are now; `undefined` where it does not exist
 */
export function evaluateConditions(
  method: string,
  headers: IncomingHttpHeaders,
  current: Validators | undefined,
): Verdict {
  const modified = current?.lastModified === undefined ? undefined : toSecond(current.lastModified)
  // Steps 1 and 2: If-Match, and only without it If-Unmodified-Since.
  const match = headers['if-match']
  if (match !== undefined) {
    if (!names(match, current, 'strong')) return 'failed'
  } else if (modified !== undefined) {
    const since = dateOf(headers['if-unmodified-since'])
    if (since !== undefined && modified > since) return 'failed'
  }
  const reads = method === 'GET' || method === 'HEAD'
  // Step 3: If-None-Match.
  const noneMatch = headers['if-none-match']
  if (noneMatch !== undefined) {
    if (!names(noneMatch, current, 'weak')) return 'proceed'
    return reads ? 'not-modified' : 'failed'
  }
  // Step 4: only without If-None-Match, and only for GET and HEAD (section 13.1.3), If-Modified-Since.
  if (!reads || modified === undefined) return 'proceed'
  const since = dateOf(headers['if-modified-since'])
  return since !== undefined && modified <= since ? 'not-modified' : 'proceed'
}

/**
 * Step 5: whether a `Range` applies, by its `If-Range` (RFC 9110 section 13.1.5). Only a strong validator will do:
 * with a weak one the client could put parts of two versions together.
 */
export function rangeApplies(
  ifRange: string | undefined,
  etag: string | undefined,
  lastModified: Date | undefined,
  now: number = Date.now(),
): boolean {
  if (ifRange === undefined) return true
  if (ifRange.includes('"')) return etag !== undefined && !isWeak(etag) && ifRange.trim() === etag
  const given = parseHttpDate(ifRange)
  if (given === undefined || lastModified === undefined) return false
  // Section 8.8.2.2: a date of this very second is weak, since it may change again within it.
  return given === toSecond(lastModified) && given <= now - 1000
}

/** `*` stands for any state, so it names one exactly when there is one (RFC 9110 sections 13.1.1 and 13.1.2). */
function names(list: string, current: Validators | undefined, comparison: 'strong' | 'weak'): boolean {
  if (current === undefined) return false
  const { etag } = current
  if (etag === undefined) return list.trim() === '*'
  if (typeof etag === 'string') return namesTag(list, etag, comparison)
  return list.trim() === '*' || etag.some((tag) => namesTag(list, tag, comparison))
}

/** A date that is none is ignored, as the whole condition then is (RFC 9110 sections 13.1.3 and 13.1.4). */
function dateOf(field: string | undefined): number | undefined {
  return field === undefined ? undefined : parseHttpDate(field)
}

/** HTTP-dates have no fractions of seconds. */
function toSecond(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000
}
