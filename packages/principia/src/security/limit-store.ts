import type { Service } from '../context/index.ts'
import { unknownNames } from '../errors/index.ts'
import { createLimiter, type Rate, type Verdict } from './limit.ts'

/**
 * Where requests are counted for all processes of a service. `take` decides and counts in one step that no
 * other can come between; of a burst of n at most n are allowed, however many processes ask at once.
 */
export interface LimitStore {
  /** @param key which limit and which caller: bounded in length, and not to be read by people */
  take(rate: Rate, key: string): Promise<Verdict>
  /** Lets go of what the store holds besides its service. */
  close?(): void
}

/** How to make a store of a service of the app: which one, and what of it. */
export interface LimitStoreSource<T = unknown> {
  readonly service: Service<T>
  /** Makes the store of what the service has started. */
  open(instance: T): LimitStore
}

/** Where an app counts its limits; made with `sharedLimits`. */
export interface SharedLimits {
  readonly kind: 'shared-limits'
  readonly store: LimitStore | LimitStoreSource
  readonly unavailable: 'local' | 'refuse'
  readonly timeout: number
}

export interface SharedLimitsOptions {
  /**
   * What to do while the store is out of reach: count in this process (`local`, unless said), so that limits
   * hold per process; or answer 503 (`refuse`), where no request may go uncounted.
   */
  readonly unavailable?: 'local' | 'refuse'
  /** Milliseconds to wait for the store: 500 unless said. */
  readonly timeout?: number
}

/**
 * Counts the limits of all processes together.
 *
 * @throws TypeError when an option makes no sense.
 * @example
 * export default app({ name: 'shop', services, limits: sharedLimits(databaseLimits(services.db)) })
 */
export function sharedLimits<T>(
  store: LimitStore | LimitStoreSource<T>,
  options: SharedLimitsOptions = {},
): SharedLimits {
  const { unavailable = 'local', timeout = 500 } = options
  for (const mistake of unknownNames(options, ['unavailable', 'timeout'])) {
    throw new TypeError(`sharedLimits: ${mistake}`)
  }
  if (unavailable !== 'local' && unavailable !== 'refuse') {
    throw new TypeError(`sharedLimits: \`unavailable\` is "local" or "refuse"; got "${String(unavailable)}".`)
  }
  if (!(timeout >= 1 && timeout <= 60_000)) {
    throw new TypeError(`sharedLimits: \`timeout\` is milliseconds from 1 to 60000; got ${timeout}.`)
  }
  return { kind: 'shared-limits', store, unavailable, timeout }
}

/** Counts in this process's memory, as a store: for tests, and as an example of one. */
export function memoryLimits(now: () => number = () => performance.now()): LimitStore {
  const limiters = new Map<string, ReturnType<typeof createLimiter>>()
  return {
    take(rate, key) {
      const name = `${rate.count}/${rate.period}/${rate.burst}`
      const limiter = limiters.get(name) ?? createLimiter(rate)
      limiters.set(name, limiter)
      return Promise.resolve(limiter(key, now()))
    },
  }
}
