import { setTimeout as delay } from 'node:timers/promises'
import { currentScope } from '../context/index.ts'
import { throwIfOver, watchAbort } from './abort.ts'
import type { Session } from './session.ts'
import { DatabaseUnavailable, messageOf } from './unavailable.ts'

export interface PoolLimits {
  /** Connections at most. */
  max: number
  /** Milliseconds to wait for a connection before `DatabaseUnavailable`. */
  acquireTimeout: number
  /** Milliseconds after which an unused connection is closed. */
  idleTimeout: number
}

export interface PoolStatistics {
  readonly max: number
  /** Connections that are open or being opened. */
  readonly open: number
  readonly idle: number
  /** Callers that are waiting for a connection. */
  readonly waiting: number
}

interface Waiter {
  take(session: Session): void
  fail(error: unknown): void
}

const CLOSE_WITHIN = 5000

/**
 * Connections, at most `max`, lent to one caller at a time. Those who wait are served in the order in
 * which they came; a connection that is being opened goes to whoever is first when it is ready, so a
 * caller who gives up never takes one along.
 */
export class Pool {
  readonly #openSession: () => Promise<Session>
  readonly #limits: PoolLimits
  readonly #idle: Session[] = []
  readonly #lent = new Set<Session>()
  readonly #waiters = new Set<Waiter>()
  #opening = 0
  #closed: (() => void) | undefined
  #closing: Promise<void> | undefined
  readonly #sweep: NodeJS.Timeout

  constructor(openSession: () => Promise<Session>, limits: PoolLimits) {
    this.#openSession = openSession
    this.#limits = limits
    this.#sweep = setInterval(() => this.#closeIdle(), Math.min(limits.idleTimeout, 5000)).unref()
  }

  get statistics(): PoolStatistics {
    return { max: this.#limits.max, open: this.#size, idle: this.#idle.length, waiting: this.#waiters.size }
  }

  /**
   * @throws DatabaseUnavailable when none is free in time or none can be opened; the reason of the
   * current scope's signal when that aborts first.
   */
  async acquire(): Promise<Session> {
    if (this.#closing !== undefined) throw new DatabaseUnavailable('it was closed')
    const session = this.#idle.pop()
    if (session === undefined) return this.#wait()
    this.#lent.add(session)
    return session
  }

  /** Gives a connection back, or ends it when it is lost. */
  release(session: Session): void {
    this.#lent.delete(session)
    // Whoever left a transaction open left its locks and its snapshot too: nobody may inherit them.
    if (session.inTransaction) session.destroy()
    this.#offer(session)
  }

  /** A connection ended on its own. One that is lent stays its borrower's until it comes back. */
  forget(session: Session): void {
    const index = this.#idle.indexOf(session)
    if (index !== -1) this.#idle.splice(index, 1)
  }

  /** Closes idle connections now and lent ones as they come back, or after five seconds. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  get #size(): number {
    return this.#idle.length + this.#lent.size + this.#opening
  }

  #wait(): Promise<Session> {
    const scope = currentScope()
    if (scope !== undefined) throwIfOver(scope)
    return new Promise((resolve, reject) => {
      const { max, acquireTimeout } = this.#limits
      const end = () => {
        this.#waiters.delete(waiter)
        clearTimeout(timer)
        unwatch?.()
      }
      const waiter: Waiter = {
        take: (session) => (end(), resolve(session)),
        fail: (error) => (end(), reject(error)),
      }
      const unwatch = scope && watchAbort(scope, () => waiter.fail(scope.signal.reason))
      const timer = setTimeout(() => {
        const why = `no connection came free within ${acquireTimeout} ms: ${this.#lent.size} of ${max} are in use`
        waiter.fail(new DatabaseUnavailable(`${why} and ${this.#waiters.size} callers wait`))
      }, acquireTimeout)
      this.#waiters.add(waiter)
      this.#grow()
    })
  }

  /** Opens one more connection when there is a waiter that none is being opened for. */
  #grow(): void {
    if (this.#waiters.size <= this.#opening || this.#size >= this.#limits.max || this.#closing) return
    void this.#open()
  }

  /** Never rejects: who waits first is told of the failure. */
  async #open(): Promise<void> {
    this.#opening++
    try {
      const session = await this.#openSession()
      this.#opening--
      this.#offer(session)
    } catch (error) {
      this.#opening--
      this.#first()?.fail(new DatabaseUnavailable(messageOf(error), error))
      this.#grow()
      this.#settle()
    }
  }

  /** Gives a connection that nobody has to who waits first, or keeps it for the next, or ends it. */
  #offer(session: Session): void {
    const waiter = this.#first()
    if (session.lost) {
      this.#grow()
      this.#settle()
    } else if (waiter !== undefined) {
      this.#lent.add(session)
      waiter.take(session)
    } else if (this.#closing === undefined) {
      session.idleSince = performance.now()
      this.#idle.push(session)
    } else {
      void session.close().finally(() => this.#settle())
    }
  }

  #first(): Waiter | undefined {
    return this.#waiters.values().next().value
  }

  #closeIdle(): void {
    const oldest = performance.now() - this.#limits.idleTimeout
    // The most recently used is taken first, so the longest unused are at the front.
    while (this.#idle[0] !== undefined && this.#idle[0].idleSince < oldest) void this.#idle.shift()?.close()
  }

  async #close(): Promise<void> {
    clearInterval(this.#sweep)
    const empty = new Promise<void>((resolve) => (this.#closed = resolve))
    for (const waiter of this.#waiters) waiter.fail(new DatabaseUnavailable('it is being closed'))
    await Promise.all(this.#idle.splice(0).map((session) => session.close()))
    this.#settle()
    const overdue = new AbortController()
    await Promise.race([
      empty,
      delay(CLOSE_WITHIN, undefined, { signal: overdue.signal }).catch(() => undefined),
    ])
    overdue.abort()
    for (const session of this.#lent) session.destroy()
  }

  #settle(): void {
    if (this.#lent.size + this.#opening === 0) this.#closed?.()
  }
}
