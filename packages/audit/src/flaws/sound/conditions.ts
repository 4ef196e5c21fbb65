import { members } from './fields.ts'
import { parseHttpDate } from './http-date.ts'
import { Problem } from './problem.ts'

/** What tells one version of a representation from another. */
export interface Validators {
  /** A strong entity tag with its quotes. */
  readonly tag?: string | undefined
  /** In milliseconds, of whole seconds. */
  readonly modified?: number | undefined
}

/** The fields that state conditions; each stands alone in a request, or is a list. */
export interface Conditions {
  readonly 'if-match'?: string | undefined
  readonly 'if-none-match'?: string | undefined
  readonly 'if-modified-since'?: string | undefined
  readonly 'if-unmodified-since'?: string | undefined
  readonly 'if-range'?: string | string[] | undefined
}

/**
 * Evaluates the conditions of a request in the order of RFC 9110 section 13.2.2. To be called once the request would
 * succeed without them (section 13.2.1).
 *
 * @param reads whether the method is GET or HEAD
 * @returns whether the client has this version already
 * @throws Problem 412
 */
export function notModified(conditions: Conditions, reads: boolean, current: Validators): boolean {
  const match = conditions['if-match']
  const unmodified = conditions['if-unmodified-since']
  if (match !== undefined) {
    if (!lists(match, current.tag, 'strong'))
      throw new Problem(412, 'The If-Match field names another version.')
  } else if (unmodified !== undefined) {
    const date = parseHttpDate(unmodified)
    if (date !== undefined && current.modified !== undefined && current.modified > date)
      throw new Problem(412, 'It was modified after the date in If-Unmodified-Since.')
  }
  const noneMatch = conditions['if-none-match']
  if (noneMatch !== undefined) {
    if (!lists(noneMatch, current.tag, 'weak')) return false
    if (reads) return true
    throw new Problem(412, 'The If-None-Match field names the version that there is.')
  }
  const since = conditions['if-modified-since']
  if (!reads || since === undefined || current.modified === undefined) return false
  const date = parseHttpDate(since)
  return date !== undefined && current.modified <= date
}

/** Whether a Range is to be honoured: always without If-Range, else only for this very version (RFC 9110 section 13.1.5). */
export function rangeHolds({ 'if-range': condition }: Conditions, current: Validators): boolean {
  if (condition === undefined) return true
  if (typeof condition !== 'string') return false
  if (condition.startsWith('"')) return condition === current.tag
  const date = parseHttpDate(condition)
  return date !== undefined && date === current.modified
}

/** Whether a list of entity tags has the tag, or is "*" (RFC 9110 section 8.8.3.2). */
function lists(field: string, tag: string | undefined, comparison: 'strong' | 'weak'): boolean {
  if (field.trim() === '*') return true
  if (tag === undefined) return false
  // The tag itself is strong. Weak ones equal it only where weak comparison is enough.
  return members(field).some((each) => each === tag || (comparison === 'weak' && each === `W/${tag}`))
}
