/**
 * Rate limiting by the generic cell rate algorithm (ITU-T I.371): one number per caller, the time at
 * which an empty bucket would be full again. A burst of `count` is allowed, after that one request
 * every `period / count`; so any stretch of one period sees fewer than twice `count`.
 */
export interface Limit {
  readonly count: number
  /** Milliseconds. */
  readonly period: number
  /** What the limit counts by: the caller's network address, or the signed-in user. */
  readonly per: 'address' | 'user'
}

export interface Verdict {
  readonly allowed: boolean
  /** Requests left in the current burst. */
  readonly remaining: number
  /** Seconds, rounded up, until the next request is allowed; 0 when it is allowed now. */
  readonly retryAfter: number
  /** Seconds, rounded up, until the whole burst is available again. */
  readonly reset: number
}

const PERIODS: Record<string, number> = { s: 1000, min: 60_000, h: 3_600_000, day: 86_400_000 }

/**
 * Reads a limit such as `60/min`, `5/s per user` or `1000/day per address`.
 *
 * @throws TypeError that says what a limit looks like.
 */
export function parseLimit(text: string): Limit {
  const [, count, unit, per = 'address'] = /^(\d+)\/(s|min|h|day)(?: per (address|user))?$/.exec(text) ?? []
  if (count === undefined || unit === undefined || Number(count) < 1) {
    throw new TypeError(
      `"${text}" is not a limit; write it like "60/min", "5/s per user" or "1000/day per address".`,
    )
  }
  return { count: Number(count), period: PERIODS[unit] as number, per: per as 'address' | 'user' }
}

/** Callers remembered at most. Beyond it those who have been quiet are forgotten first. */
const MAX_CALLERS = 100_000

/** Counts requests in this process's memory. Times are milliseconds on any steadily growing clock. */
export function createLimiter({ count, period }: Limit): (caller: string, now: number) => Verdict {
  const interval = period / count
  // A burst is a sum of `count` fractions, each rounded by a nanosecond at most in the first hundred days of
  // a process; without this the last request of a burst would sometimes be refused.
  const slack = Math.min(interval / 2, count * 1e-6)
  const fullAt = new Map<string, number>()
  return (caller, now) => {
    const before = Math.max(fullAt.get(caller) ?? now, now)
    const after = before + interval
    const allowed = after - now <= period + slack
    if (allowed) {
      // Re-inserted at the end, so that the map is ordered from the longest quiet to the latest.
      fullAt.delete(caller)
      fullAt.set(caller, after)
      if (fullAt.size > MAX_CALLERS) forget(fullAt, now)
    }
    const pending = Math.min(period, (allowed ? after : before) - now)
    return {
      allowed,
      remaining: Math.max(0, Math.floor((period - pending) / interval + slack / interval)),
      retryAfter: allowed ? 0 : Math.ceil((after - period - now) / 1000),
      reset: Math.ceil(pending / 1000),
    }
  }
}

function forget(fullAt: Map<string, number>, now: number): void {
  for (const [caller, time] of fullAt) {
    if (time > now && fullAt.size <= MAX_CALLERS) return
    fullAt.delete(caller)
  }
}
