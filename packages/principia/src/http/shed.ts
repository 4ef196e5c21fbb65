import { problems, unknownNames, type Problem } from '../errors/index.ts'

/** How much a route matters when not everything can be done. */
export type Priority = 'critical' | 'normal' | 'low'

/** When an app turns requests away. */
export interface SheddingOptions {
  /**
   * Requests that are worked on at once: 1000 unless said. What waits for its client does not count, and neither do
   * routes without a deadline, such as live streams.
   */
  readonly maxInFlight?: number
  /**
   * Requests at once that wait for their clients, for the rest of a body or until the answer has been read: four times
   * `maxInFlight` unless said. Beyond it the one that came first is broken off.
   */
  readonly maxWaiting?: number
  /** Milliseconds by which the event loop may be late, again and again, before requests are turned away: 500 unless said. */
  readonly maxDelay?: number
}

/**
 * Turns requests away before any work is done for them, so that those which are let in are answered in time.
 *
 * ```
 *            late twice in a row: admitted share x 0.7
 *  all admitted ────────────────────────────────────▶ some admitted
 *               ◀────────────────────────────────────
 *            on time: + 0.05, until it is 1
 * ```
 * Of the share that is admitted, low priority gets what is above one half, normal priority all below: at 0.75 half of
 * the low requests are let in and all of the normal ones, at 0.25 no low one and half of the normal ones. Critical
 * routes are never turned away.
 */
export interface Shedder {
  readonly maxWaiting: number
  /** Whether to turn a request away. `inFlight` are those that are worked on, without this one. */
  readonly sheds: (priority: Priority, inFlight: number) => boolean
  /** Requests turned away so far. */
  readonly count: () => number
}

/** Milliseconds between two looks at the event loop, while there are requests. */
const TICK = 100

/** Late once is a long garbage collection or one slow handler; what waited meanwhile is better served. */
const LATE_IN_A_ROW = 2
const LESS = 0.7
const MORE = 0.05
/** Never nobody: only answers show that things got better. */
const LEAST = 0.05
/** What low priority may fill of `maxInFlight`. */
const LOW_SHARE = 0.8

/** @throws TypeError when an option makes no sense */
export function createShedder(options: SheddingOptions = {}, clock: Clock = loopClock): Shedder {
  const { maxInFlight = 1000, maxWaiting = 4 * maxInFlight, maxDelay = 500 } = options
  for (const mistake of unknownNames(options, ['maxInFlight', 'maxWaiting', 'maxDelay'])) {
    throw new TypeError(`shedding: ${mistake}`)
  }
  if (!(maxInFlight >= 1)) throw new TypeError(`shedding: maxInFlight is at least 1; got ${maxInFlight}.`)
  if (!(maxWaiting >= 1)) throw new TypeError(`shedding: maxWaiting is at least 1; got ${maxWaiting}.`)
  if (!(maxDelay >= 1))
    throw new TypeError(`shedding: maxDelay is milliseconds of at least 1; got ${maxDelay}.`)
  const most = { low: Math.max(1, Math.floor(maxInFlight * LOW_SHARE)), normal: maxInFlight }
  let watching = false
  let quiet = false
  let late = 0
  let admitted = 1
  const credit = { low: 1, normal: 1 }
  let shed = 0

  const look = (delay: number): boolean => {
    late = delay > maxDelay ? late + 1 : 0
    if (late >= LATE_IN_A_ROW) admitted = Math.max(LEAST, admitted * LESS)
    else if (late === 0) admitted = Math.min(1, admitted + MORE)
    // Without requests and recovered there is nothing to look at until the next one comes.
    watching = !quiet || admitted < 1
    quiet = true
    return watching
  }

  /** Spreads the admitted ones evenly: each request brings its share, and one is let in for each whole. */
  const turnsAway = (priority: 'low' | 'normal'): boolean => {
    credit[priority] += priority === 'low' ? Math.max(0, admitted * 2 - 1) : Math.min(1, admitted * 2)
    if (credit[priority] < 1) return true
    credit[priority] -= 1
    return false
  }

  return {
    maxWaiting,
    sheds(priority, inFlight) {
      quiet = false
      if (!watching) {
        watching = true
        clock(TICK, look)
      }
      if (priority === 'critical') return false
      if (inFlight < most[priority] && (admitted === 1 || !turnsAway(priority))) return false
      shed++
      return true
    },
    count: () => shed,
  }
}

/** Calls `look` every `tick` milliseconds with how late it was, for as long as that gives true. */
export type Clock = (tick: number, look: (delay: number) => boolean) => void

function loopClock(tick: number, look: (delay: number) => boolean): void {
  let due = performance.now() + tick
  const timer = setInterval(() => {
    const now = performance.now()
    if (!look(now - due)) clearInterval(timer)
    due = now + tick
  }, tick).unref()
}

/** What a request is told that was turned away. When to come again is spread, so that they do not come all at once. */
export function overloaded(): Problem {
  const seconds = 1 + Math.floor(Math.random() * 5)
  return problems.overloaded(`Try again in ${seconds} s.`, { headers: { 'retry-after': String(seconds) } })
}
