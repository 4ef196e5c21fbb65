import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../context/index.ts'
import type { Claimed, Outcome } from './claimed.ts'
import { faultPoint } from './fault-point.ts'
import type { Queryable } from '../database/index.ts'
import { say } from './say.ts'
import { COMPLETE, COMPLETE_AND_RELEASE, END_CANCELLED, PUT_BACK } from './statements.ts'

/** A job that has ended here, and how. */
interface Ended {
  readonly claimed: Claimed
  readonly worker: string
  readonly outcome: Outcome
}

type PutBack = Ended & { readonly outcome: Extract<Outcome, { how: 'back' }> }

const LONGEST_PAUSE = 5000
const MOST_AT_ONCE = 1000

/**
 * Tells the database how jobs have ended, many at a time: what ends while a statement is on its way goes with the next. While
 * the database is away it goes on trying; jobs that were taken from the worker meanwhile are left alone by their epoch.
 */
export class Outcomes {
  readonly #db: Queryable
  readonly #log: Log
  readonly #onPutBack: (milliseconds: number) => void
  readonly #onEnded: (queue: string) => void
  #waiting: Ended[] = []
  #flushing: Promise<void> | undefined

  /**
   * @param onPutBack told of jobs that were put back, with the shortest time until one is due
   * @param onEnded told of the queues of jobs that the database knows to have ended
   */
  constructor(
    db: Queryable,
    log: Log,
    onPutBack: (milliseconds: number) => void,
    onEnded: (queue: string) => void = () => undefined,
  ) {
    this.#db = db
    this.#onEnded = onEnded
    this.#log = log
    this.#onPutBack = onPutBack
  }

  add(claimed: Claimed, worker: string, outcome: Outcome): void {
    if (outcome.how === 'settled' || outcome.how === 'lost') return this.#onEnded(claimed.queue)
    this.#waiting.push({ claimed, worker, outcome })
    this.#flushing ??= this.#flush()
  }

  /** Resolves when all has been said. */
  async said(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing
  }

  /** What is not said yet when `signal` fires is left for others to find out. */
  async saidBefore(signal: AbortSignal): Promise<void> {
    const late = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    )
    await Promise.race([this.said(), late])
  }

  async #flush(): Promise<void> {
    // What ends in the same turn goes along.
    await Promise.resolve()
    for (let failures = 0; this.#waiting.length > 0;) {
      const batch = this.#waiting.slice(0, MOST_AT_ONCE)
      try {
        await this.#say(batch)
        this.#waiting.splice(0, batch.length)
        failures = 0
      } catch (error) {
        failures++
        this.#log.warn(
          { err: error, jobs: batch.length },
          'the ends of jobs could not be written; trying again',
        )
        await delay(Math.min(LONGEST_PAUSE, 50 * 2 ** failures), undefined, { ref: false })
      }
    }
    this.#flushing = undefined
  }

  async #say(batch: readonly Ended[]): Promise<void> {
    await faultPoint('complete:before')
    for (const [worker, ended] of Map.groupBy(batch, (one) => one.worker)) {
      const statements = Map.groupBy(ended, statementFor)
      for (const [statement, some] of statements)
        if (statement !== undefined) await this.#end(statement, worker, some)
      const back = ended.filter((one): one is PutBack => one.outcome.how === 'back')
      if (back.length > 0) {
        this.#tellLost(back, await putBack(this.#db, back, worker))
        this.#onPutBack(Math.min(...back.map(({ outcome }) => outcome.wait ?? Number.POSITIVE_INFINITY)))
      }
    }
    await faultPoint('complete:after')
    for (const queue of new Set(batch.map(({ claimed }) => claimed.queue))) this.#onEnded(queue)
  }

  async #end(statement: string, worker: string, ended: readonly Ended[]): Promise<void> {
    const jobs = ended.map(({ claimed }) => claimed)
    this.#tellLost(ended, await say(this.#db, statement, jobs, worker))
  }

  #tellLost(ended: readonly Ended[], kept: readonly { readonly id: string }[]): void {
    if (kept.length === ended.length) return
    const own = new Set(kept.map(({ id }) => id))
    for (const { claimed } of ended) {
      if (own.has(claimed.id)) continue
      this.#log.warn(
        { jobId: claimed.id, job: claimed.kind, attempt: claimed.attempt },
        'a job had been taken from this worker before its end was written',
      )
    }
  }
}

/** What ends a job; none for one that is put back. */
function statementFor({ claimed, outcome }: Ended): string | undefined {
  if (outcome.how === 'cancelled') return END_CANCELLED
  if (outcome.how === 'done') return claimed.parent === null ? COMPLETE : COMPLETE_AND_RELEASE
  return undefined
}

function putBack(db: Queryable, back: readonly PutBack[], worker: string) {
  return say(
    db,
    PUT_BACK,
    back.map(({ claimed }) => claimed),
    worker,
    [
      back.map(({ outcome }) => outcome.wait ?? null),
      back.map(({ outcome }) => outcome.error ?? null),
      back.map(({ outcome }) => (outcome.counts ? 0 : 1)),
    ],
  )
}
