import { hash } from 'node:crypto'
import { currentScope, type Log } from '../context/index.ts'
import { problems } from '../errors/index.ts'
import { createLimiter, type Rate, type Verdict } from './limit.ts'
import type { LimitStore } from './limit-store.ts'

/** Counts a request of a caller at a time, in milliseconds on a steadily growing clock. */
export type Count = (caller: string, now: number) => Verdict | Promise<Verdict>

/** What an app's limits count with. */
export interface Counters {
  /**
   * The counter of a limit; the same one for the same name.
   *
   * @throws TypeError when the name stands for other numbers already.
   */
  counter(name: string, rate: Rate): Count
}

/** Counts in this process alone. */
export function localCounters(): Counters {
  return countersOf((_name, rate) => createLimiter(rate))
}

export interface SharedCounting {
  readonly store: LimitStore
  readonly unavailable: 'local' | 'refuse'
  readonly timeout: number
  readonly log: Pick<Log, 'info' | 'warn'>
  /** Called for each request that the store did not answer. */
  readonly failed: () => void
}

/** Milliseconds for which a store that did not answer is left alone. */
const REST = 1000

/**
 * Counts in a store that processes share.
 *
 * A refusal is remembered here until it ends: who is over the limit costs the store nothing, however often
 * they come. A store that is out of reach is asked again once a second.
 */
export function sharedCounters({ store, unavailable, timeout, log, failed }: SharedCounting): Counters {
  let restsUntil = Number.NEGATIVE_INFINITY
  const fail = (error: unknown, now: number) => {
    if (restsUntil === Number.NEGATIVE_INFINITY) {
      log.warn({ err: error, meanwhile: unavailable }, 'the store of the rate limits is out of reach')
    }
    restsUntil = now + REST
  }
  return countersOf((name, rate) => {
    const local = createLimiter(rate)
    const refusals = createRefusals()
    const withoutStore = (caller: string, now: number): Verdict => {
      failed()
      if (unavailable === 'local') return local(caller, now)
      throw problems.unavailable('Requests cannot be counted right now.', {
        headers: { 'retry-after': '1' },
      })
    }
    return (caller, now) => {
      const refused = refusals.standing(caller, now)
      if (refused !== undefined) return refused
      if (now < restsUntil) return withoutStore(caller, now)
      return within(store.take(rate, keyOf(name, caller)), timeout).then(
        (verdict) => {
          if (restsUntil !== Number.NEGATIVE_INFINITY) {
            restsUntil = Number.NEGATIVE_INFINITY
            log.info({}, 'the store of the rate limits answers again')
          }
          if (!verdict.allowed) refusals.add(caller, now, verdict)
          return verdict
        },
        (error: unknown) => {
          const scope = currentScope()
          // The request itself is over, and its statement was cancelled: that says nothing about the store.
          if (scope !== undefined && scope.signal.aborted && error === scope.signal.reason) throw error
          fail(error, now)
          return withoutStore(caller, now)
        },
      )
    }
  })
}

function countersOf(make: (name: string, rate: Rate) => Count): Counters {
  const known = new Map<string, { rate: Rate; count: Count }>()
  return {
    counter(name, rate) {
      const { count, period, burst } = rate
      const same = known.get(name)
      if (same === undefined) {
        const made = { rate: { count, period, burst }, count: make(name, { count, period, burst }) }
        known.set(name, made)
        return made.count
      }
      const other = same.rate
      if (other.count !== count || other.period !== period || other.burst !== burst) {
        throw new TypeError(
          `the limit "${name}" is declared with other numbers elsewhere; one name is one limit, so give both the same.`,
        )
      }
      return same.count
    },
  }
}

/** A key says nothing about the caller, who may be an email address, and has one length. */
function keyOf(name: string, caller: string): string {
  return hash('sha256', `${name}\0${caller}`, 'base64url').slice(0, 22)
}

/** Refusals remembered at most. */
const MAX_REFUSALS = 10_000

function createRefusals() {
  const until = new Map<string, { end: number; full: number }>()
  return {
    standing(caller: string, now: number): Verdict | undefined {
      if (until.size === 0) return undefined
      const refusal = until.get(caller)
      if (refusal === undefined) return undefined
      if (refusal.end <= now) {
        until.delete(caller)
        return undefined
      }
      return { allowed: false, remaining: 0, wait: refusal.end - now, reset: refusal.full - now }
    },
    add(caller: string, now: number, { wait, reset }: Verdict): void {
      if (until.size >= MAX_REFUSALS) until.delete(until.keys().next().value ?? '')
      until.set(caller, { end: now + wait, full: now + reset })
    },
  }
}

function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`It did not answer within ${milliseconds} ms.`)),
      milliseconds,
    )
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
