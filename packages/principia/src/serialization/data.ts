import { Malformed, type DecodeLimits } from './codec.ts'
import { whyForbiddenName, whyForbiddenText } from './forbidden.ts'

/**
 * Holds a decoded value to what JSON could have said, so that validation and handlers meet the same values
 * in every format: dates become text (RFC 3339, in UTC), 64-bit integers numbers where these hold
 * them exactly. Bytes stay bytes. Changes the value in place; it is the decoder's, and nobody else has it.
 *
 * @throws Malformed for what goes beyond the limits, is forbidden (forbidden.ts), or is no data
 */
export function toDecodedData(value: unknown, limits: DecodeLimits): unknown {
  const budget = { left: limits.values }
  return admit(value, limits.depth, budget, limits)
}

function admit(value: unknown, depth: number, budget: { left: number }, limits: DecodeLimits): unknown {
  switch (typeof value) {
    case 'string': {
      const why = whyForbiddenText(value)
      if (why !== undefined) throw new Malformed(why)
      return value
    }
    case 'number':
      if (!Number.isFinite(value)) throw new Malformed('a number is not finite')
      return value
    case 'boolean':
      return value
    case 'bigint':
      if (!Number.isSafeInteger(Number(value))) throw new Malformed(TOO_LONG)
      return Number(value)
    case 'object':
      return value === null ? null : admitObject(value, depth, budget, limits)
    default:
      throw new Malformed('it holds something that is no data')
  }
}

export const TOO_LONG = 'an integer cannot be kept exactly; send it as text'

function admitObject(value: object, depth: number, budget: { left: number }, limits: DecodeLimits): unknown {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new Malformed('a date is not valid')
    return value.toISOString()
  }
  if (value instanceof Uint8Array) return value
  if (depth === 0) throw new Malformed(`it is nested more than ${limits.depth} levels deep`)
  if (Array.isArray(value)) {
    spend(budget, value.length, limits)
    for (let index = 0; index < value.length; index++) {
      value[index] = admit(value[index], depth - 1, budget, limits)
    }
    return value
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    throw new Malformed('it holds something that is no data')
  const members = value as Record<string, unknown>
  const names = Object.keys(members)
  spend(budget, names.length, limits)
  for (const name of names) {
    const why = whyForbiddenName(name)
    if (why !== undefined) throw new Malformed(why)
    members[name] = admit(members[name], depth - 1, budget, limits)
  }
  return members
}

function spend(budget: { left: number }, count: number, limits: DecodeLimits): void {
  budget.left -= count
  if (budget.left < 0) throw new Malformed(`it has more than ${limits.values} values`)
}

/**
 * What `JSON.stringify` would have written of a value, as a value: `toJSON` is asked, members that are
 * `undefined` are left out, numbers that are none become null. So every format carries the same. Bytes
 * stay bytes, which only binary formats can write.
 *
 * @throws TypeError for a bigint and for nesting without end, as `JSON.stringify` does
 */
export function toData(value: unknown): unknown {
  return convert(value, '', 0)
}

/** Far beyond what an answer has, and well before the stack ends. */
const MAX_ANSWER_DEPTH = 500

function convert(given: unknown, key: string, depth: number): unknown {
  const value = hasToJson(given) ? given.toJSON(key) : given
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') throw new TypeError('A handler gave back a bigint; give a text or a number.')
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (depth > MAX_ANSWER_DEPTH) throw new TypeError('A handler gave back a value that is nested too deep.')
  if (Array.isArray(value)) {
    return value.map((item, index) => convert(item, String(index), depth + 1) ?? null)
  }
  const data: Record<string, unknown> = {}
  for (const name of Object.keys(value)) {
    const member = convert((value as Record<string, unknown>)[name], name, depth + 1)
    if (member !== undefined) data[name] = member
  }
  return data
}

function hasToJson(value: unknown): value is { toJSON(key: string): unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Uint8Array) &&
    'toJSON' in value &&
    typeof value.toJSON === 'function'
  )
}
