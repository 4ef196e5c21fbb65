import { decodePercent } from './path.ts'

/** Parameters in one query string; more are refused. */
const MAX_PARAMETERS = 1000

/**
 * A query string as `application/x-www-form-urlencoded` has it (WHATWG URL, section 5.1), but strict:
 * `undefined` for malformed escapes, which the standard would silently let through, for NUL, and for
 * more than `MAX_PARAMETERS`.
 *
 * A name that occurs once gives a string, one that occurs more often gives an array, in order. The
 * object has no prototype, so that a parameter named `__proto__` is one like any other.
 */
export function parseQuery(query: string): Record<string, string | string[]> | undefined {
  const values: Record<string, string | string[]> = Object.create(null)
  if (query === '') return values
  const pairs = query.split('&', MAX_PARAMETERS + 1)
  if (pairs.length > MAX_PARAMETERS) return undefined
  for (const pair of pairs) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decodeComponent(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : decodeComponent(pair.slice(equals + 1))
    if (name === undefined || value === undefined) return undefined
    const before = values[name]
    if (before === undefined) values[name] = value
    else if (typeof before === 'string') values[name] = [before, value]
    else before.push(value)
  }
  return values
}

function decodeComponent(text: string): string | undefined {
  // PostgreSQL's text cannot hold it, C libraries stop at it, and no form ever sends it.
  if (text.includes('%00')) return undefined
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodePercent(spaced) : spaced
}
