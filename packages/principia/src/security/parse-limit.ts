import { unknownNames } from '../errors/index.ts'
import type { Rate } from './limit.ts'

/**
 * A limit as a route declares it, where the short text does not say enough. `Key` is the function that
 * tells callers apart; a route knows its type.
 */
export interface LimitOptions<Key = object> {
  /** Routes whose limits have one name share the count. They must declare the same numbers. */
  readonly name?: string
  readonly count: number
  readonly per: 's' | 'min' | 'h' | 'day'
  /** How many at once, after a time of quiet; `count` unless said. */
  readonly burst?: number
  /**
   * Whom it counts: the caller's network address (unless said), the signed-in user, or whatever text a function
   * gives, such as a tenant or an API key, or a promise of it. Where it gives `undefined`, nothing is counted.
   */
  readonly by?: 'address' | 'user' | Key
  /**
   * When a function's key is counted: once everything is valid (unless said), so that it may look at the body; or,
   * with `'body'`, before the body is read, so that who is over the limit costs nothing more.
   */
  readonly before?: 'body'
}

/** One limit or several, each as text such as `'60/min per user'` or with options. */
export type LimitDeclaration<Key = object> =
  | string
  | LimitOptions<Key>
  | readonly (string | LimitOptions<Key>)[]

/** What tells callers apart, given the request's context. */
export type LimitKey = (context: unknown) => unknown

/** A limit, ready to be compiled. */
export interface Limit extends Rate {
  readonly name: string | undefined
  readonly by: 'address' | 'user' | LimitKey
  /** How far a request has come when it is counted. */
  readonly stage: 'arrival' | 'access' | 'validation'
  /** As a person writes it. */
  readonly text: string
}

const PERIODS = { s: 1000, min: 60_000, h: 3_600_000, day: 86_400_000 } as const

/** @throws TypeError that says what a limit looks like. */
export function parseLimits(declared: LimitDeclaration): Limit[] {
  return (isList(declared) ? declared : [declared]).map((one) =>
    fromOptions(typeof one === 'string' ? parseText(one) : one),
  )
}

function isList(declared: LimitDeclaration): declared is readonly (string | LimitOptions)[] {
  return Array.isArray(declared)
}

/** Reads a limit such as `60/min`, `5/s per user` or `1000/day burst 50`. */
function parseText(text: string): LimitOptions {
  const [, count, per, by, burst] =
    /^(\d+)\/(s|min|h|day)(?: per (address|user))?(?: burst (\d+))?$/.exec(text) ?? []
  if (count === undefined || per === undefined || Number(count) < 1) {
    throw new TypeError(
      `"${text}" is not a limit; write it like "60/min", "5/s per user" or "1000/day burst 50".`,
    )
  }
  return {
    count: Number(count),
    per: per as keyof typeof PERIODS,
    ...(by === undefined ? {} : { by: by as 'address' | 'user' }),
    ...(burst === undefined ? {} : { burst: Number(burst) }),
  }
}

const OPTIONS = ['name', 'count', 'per', 'burst', 'by', 'before']

function fromOptions(options: LimitOptions): Limit {
  const { name, count, per, burst = count, by = 'address', before } = options
  for (const mistake of unknownNames(options, OPTIONS)) throw new TypeError(`limit: ${mistake}`)
  if (name !== undefined && !/^[a-z][a-z0-9-]{0,63}$/.test(name)) {
    throw new TypeError(`A limit's name is kebab-case, such as "sign-in"; got "${name}".`)
  }
  if (!Object.hasOwn(PERIODS, per)) {
    throw new TypeError(`A limit counts per ${Object.keys(PERIODS).join(', ')}; got "${per}".`)
  }
  for (const number of [count, burst]) {
    if (Number.isInteger(number) && number >= 1) continue
    throw new TypeError(`A limit's count and burst are whole numbers of at least 1; got ${number}.`)
  }
  if (!isKey(by) && by !== 'address' && by !== 'user') {
    throw new TypeError('A limit counts by "address", by "user", or by a function of the context.')
  }
  if (before !== undefined && (before !== 'body' || !isKey(by))) {
    throw new TypeError('`before: "body"` is for limits whose `by` is a function; leave it out.')
  }
  const period = PERIODS[per]
  const who = isKey(by) ? 'key' : by
  return {
    name,
    count,
    period,
    burst,
    by,
    stage: by === 'address' ? 'arrival' : by === 'user' || before === 'body' ? 'access' : 'validation',
    text: [
      ...(name === undefined ? [] : [`${name}:`]),
      `${count}/${per}`,
      `per ${who}`,
      ...(burst === count ? [] : [`burst ${burst}`]),
    ].join(' '),
  }
}

function isKey(by: unknown): by is LimitKey {
  return typeof by === 'function'
}

/** A route's limits in a line, for people; `undefined` where it has none, or declares what is none. */
export function limitText(declared: LimitDeclaration | undefined): string | undefined {
  if (declared === undefined) return undefined
  try {
    return parseLimits(declared)
      .map(({ text }) => text)
      .join(', ')
  } catch {
    return JSON.stringify(declared)
  }
}
