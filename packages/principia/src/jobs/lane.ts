import type { Claimed } from './claimed.ts'

export interface LaneOptions {
  readonly queue: string
  /** Jobs of this queue that run here at the same time. */
  readonly concurrency: number
  /** How many more it has at hand: as many as it runs unless said. */
  readonly ahead?: number
  /**
   * Milliseconds for which it asks for nothing after an answer that was empty: 0 unless said. Where limits leave no room, a wake-up
   * for each job that is enqueued would be a question in vain for each.
   */
  readonly rest?: number
  /** Takes up to so many from the database. */
  readonly claim: (most: number) => Promise<readonly Claimed[]>
  /** Runs one; never rejects. */
  readonly run: (claimed: Claimed) => Promise<void>
  /** Told when there is nothing left to take, and when there was plenty. */
  readonly onIdle: (idle: boolean) => void
}

/** Milliseconds; what is later than this is looked at again then. */
const LONGEST_TIMER = 60_000

/**
 * One queue in one worker: as many jobs at a time as it may, and as many again at hand, so that the next one begins without
 * asking the database.
 */
export class Lane {
  readonly queue: string
  readonly #options: LaneOptions
  readonly #running = new Set<Promise<void>>()
  #atHand: Claimed[] = []
  #filling: Promise<void> | undefined
  #empty = false
  #wokenSince = false
  #stopped = false
  #timer: NodeJS.Timeout | undefined
  #restUntil = 0
  #due = Number.POSITIVE_INFINITY

  constructor(options: LaneOptions) {
    this.#options = options
    this.queue = options.queue
  }

  /** There may be something to take. */
  wake(): void {
    const rest = this.#restUntil - performance.now()
    if (rest > 0) return this.wakeIn(rest)
    this.#empty = false
    this.#wokenSince = true
    this.#fill()
  }

  /** There will be something to take in so many milliseconds. */
  wakeIn(milliseconds: number): void {
    const due = performance.now() + milliseconds
    if (this.#stopped || due > this.#due) return
    this.#due = due
    clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => {
        this.#due = Number.POSITIVE_INFINITY
        this.wake()
      },
      Math.min(milliseconds, LONGEST_TIMER),
    ).unref()
  }

  /** Takes no more. Gives what was at hand and has not begun. */
  async stop(): Promise<readonly Claimed[]> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#filling
    return this.drop()
  }

  /** Gives one that is at hand, which is not begun then. */
  take(id: string): Claimed | undefined {
    const index = this.#atHand.findIndex((claimed) => claimed.id === id)
    return index === -1 ? undefined : this.#atHand.splice(index, 1)[0]
  }

  /** Forgets what is at hand. */
  drop(): readonly Claimed[] {
    const left = this.#atHand
    this.#atHand = []
    return left
  }

  /** Resolves when nothing runs. */
  async ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  #fill(): void {
    const { concurrency, ahead = concurrency } = this.#options
    const free = concurrency + ahead - this.#running.size - this.#atHand.length
    // Asked for when half of what is at hand has been used, so that one statement brings many.
    if (this.#stopped || this.#empty || this.#filling !== undefined || free < Math.max(1, ahead / 2)) return
    this.#filling = this.#take(free).finally(() => {
      this.#filling = undefined
      this.#fill()
    })
  }

  async #take(most: number): Promise<void> {
    const { claim, onIdle, rest = 0 } = this.#options
    // What becomes free while it asks may not be in the answer.
    this.#wokenSince = false
    const claimed = await claim(most)
    if (claimed.length === 0) this.#restUntil = performance.now() + rest
    const isAll = claimed.length < most
    this.#empty = isAll && !this.#wokenSince
    onIdle(isAll)
    this.#atHand.push(...claimed)
    this.#begin()
  }

  #begin(): void {
    while (!this.#stopped && this.#running.size < this.#options.concurrency) {
      const next = this.#atHand.shift()
      if (next === undefined) return
      const running = this.#options.run(next).finally(() => {
        this.#running.delete(running)
        this.#begin()
        this.#fill()
      })
      this.#running.add(running)
    }
  }
}
