/** What has a deadline: `expiresAt` is on the clock of `performance.now()`, `Infinity` for none. */
export interface Expiring {
  expiresAt: number
}

/** Milliseconds between two looks; the most by which a deadline is overrun. */
const TICK = 100

/** Deadlines shorter than this have a timer of their own, since a tick would be too coarse for them. */
const SHORT = 1000

/**
 * Looks after the deadlines of everything in `inFlight` with one timer, which runs only while there is
 * something to look after. A timer for each would cost every request, and nearly none ever fires.
 *
 * @returns how to set the deadline of one, in milliseconds from `now`
 */
export function watchDeadlines<T extends Expiring, V>(
  inFlight: ReadonlyMap<T, V>,
  expire: (one: T, value: V) => void,
): (one: T, milliseconds: number, now: number) => void {
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    const now = performance.now()
    for (const [one, value] of inFlight) if (one.expiresAt <= now) fire(one, value)
    if (inFlight.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  const fire = (one: T, value: V) => {
    one.expiresAt = Number.POSITIVE_INFINITY
    expire(one, value)
  }
  const fireShort = (one: T) => {
    const value = inFlight.get(one)
    if (value !== undefined) fire(one, value)
  }
  return (one, milliseconds, now) => {
    if (milliseconds < SHORT) setTimeout(fireShort, milliseconds, one).unref()
    else if (milliseconds < Number.POSITIVE_INFINITY) {
      one.expiresAt = now + milliseconds
      timer ??= setInterval(look, TICK).unref()
    }
  }
}
