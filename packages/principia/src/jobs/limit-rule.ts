import { parseLimits } from '../security/index.ts'

/** How much of something may be done at a time, over all processes. */
export interface WorkLimit {
  /** So many at once. */
  readonly concurrency?: number
  /**
   * So many in a time, such as `10/s`, `1000/day` or `60/min burst 5`; spread evenly over it, except that after a quiet time `burst` may
   * begin at once: as many as come in a tenth of a second unless said, so at least one.
   */
  readonly rate?: string
}

/** The limit of a kind of job; where it has a key, one for each. */
export interface JobLimit<Args = unknown> extends WorkLimit {
  /** What the limit is for, such as a tenant or a host: of at most 200 characters. */
  readonly key?: (args: Args) => string
}

/** A limit as the database's function reads it: `interval` in milliseconds. */
export interface LimitRule {
  readonly concurrency?: number
  readonly interval?: number
  readonly burst?: number
}

const TENTH = 100

/** @throws TypeError that says what a limit looks like */
export function toRule({ concurrency, rate }: WorkLimit): LimitRule {
  if (concurrency === undefined && rate === undefined)
    throw new TypeError('a limit has a `concurrency`, a `rate` such as "10/s", or both')
  if (concurrency !== undefined && (!Number.isInteger(concurrency) || concurrency < 1))
    throw new TypeError(`the \`concurrency\` of a limit is a whole number from 1; got ${concurrency}`)
  return { ...(concurrency !== undefined && { concurrency }), ...(rate !== undefined && toRate(rate)) }
}

function toRate(text: string): LimitRule {
  const [rate] = parseLimits(text)
  if (rate === undefined || text.includes('per')) {
    throw new TypeError(`"${text}" is not a rate; write it like "10/s" or "60/min burst 5"`)
  }
  const interval = rate.period / rate.count
  return { interval, burst: text.includes('burst') ? rate.burst : Math.max(1, Math.ceil(TENTH / interval)) }
}
