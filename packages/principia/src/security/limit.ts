/** How often something may be done. */
export interface Rate {
  /** How many in one `period`, on and on. */
  readonly count: number
  /** Milliseconds. */
  readonly period: number
  /** How many at once, after a time of quiet. */
  readonly burst: number
}

export interface Verdict {
  readonly allowed: boolean
  /** Requests left in the current burst. */
  readonly remaining: number
  /** Milliseconds until the next request is allowed; 0 when this one is. */
  readonly wait: number
  /** Milliseconds until the whole burst is available again. */
  readonly reset: number
}

/** Milliseconds between two requests of somebody who keeps to the rate. */
function intervalOf({ count, period }: Rate): number {
  return period / count
}

/**
 * What to tell a caller whose cell would be full again in `pending` milliseconds: after this request where
 * it was allowed, without it where it was not.
 *
 * A burst is a sum of fractions, each rounded by a nanosecond at most in the first hundred days of a
 * process; without `slack` the last request of a burst would sometimes be refused.
 */
export function verdictOf(rate: Rate, allowed: boolean, pending: number): Verdict {
  const interval = intervalOf(rate)
  const capacity = rate.burst * interval
  const left = Math.min(capacity, Math.max(0, pending))
  return {
    allowed,
    remaining: allowed ? Math.max(0, Math.floor((capacity - left + slackOf(rate)) / interval)) : 0,
    wait: allowed ? 0 : Math.max(0, pending + interval - capacity),
    reset: left,
  }
}

function slackOf(rate: Rate): number {
  return Math.min(intervalOf(rate) / 2, rate.burst * 1e-6)
}

/** Callers remembered at most. Beyond it those who have been quiet are forgotten first. */
const MAX_CALLERS = 100_000

/**
 * Counts in this process's memory, by the generic cell rate algorithm (ITU-T I.371): one number per
 * caller, the time at which an empty bucket would be full again. A burst is allowed at once; what it used
 * up comes back one by one, `period / count` apart. So in any stretch of time there are at most
 * `burst` and what the stretch brings: of a `60/min` with its burst of 60, 60 in any second, fewer than
 * 120 in any minute, at most 3,660 in any hour.
 *
 * Times are milliseconds on any steadily growing clock.
 */
export function createLimiter(rate: Rate): (caller: string, now: number) => Verdict {
  const interval = intervalOf(rate)
  const capacity = rate.burst * interval + slackOf(rate)
  const fullAt = new Map<string, number>()
  return (caller, now) => {
    const before = Math.max(fullAt.get(caller) ?? now, now)
    const after = before + interval
    if (after - now > capacity) return verdictOf(rate, false, before - now)
    // Re-inserted at the end, so that the map is ordered from the longest quiet to the latest.
    fullAt.delete(caller)
    fullAt.set(caller, after)
    if (fullAt.size > MAX_CALLERS) forget(fullAt, now)
    return verdictOf(rate, true, after - now)
  }
}

function forget(fullAt: Map<string, number>, now: number): void {
  for (const [caller, time] of fullAt) {
    if (time > now && fullAt.size <= MAX_CALLERS) return
    fullAt.delete(caller)
  }
}
