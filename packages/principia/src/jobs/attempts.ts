import type { Logger } from 'pino'
import type { OpenDatabase } from '../database/index.ts'
import { Attempt, JobCancelled } from './attempt.ts'
import type { Claimed, Outcome } from './claimed.ts'
import type { Job } from './job.ts'
import type { Outcomes } from './outcomes.ts'

export interface AttemptsOptions {
  readonly jobs: readonly Job[]
  readonly db: OpenDatabase<unknown>
  readonly databaseName: string
  readonly logger: Logger
  readonly services: Readonly<Record<string, unknown>>
  /** The worker's id, which may change. */
  readonly worker: () => string
  readonly outcomes: Outcomes
  /** Told of each attempt that has ended. */
  readonly onAttempt?: OnAttempt
}

/** How an attempt ended: `failed` is tried again, `dead` is not, `lost` was taken by others. */
export type AttemptEnd = 'done' | 'failed' | 'dead' | 'cancelled' | 'lost'

/** @param duration milliseconds */
export type OnAttempt = (job: Job, end: AttemptEnd, duration: number) => void

/** Milliseconds after which a job of a kind that nobody here knows is offered again: a newer version may know it. */
const UNKNOWN_AGAIN = 30_000

/** What runs in this worker. */
export class Attempts {
  readonly #options: AttemptsOptions
  readonly #kinds: ReadonlyMap<string, Job>
  readonly #running = new Set<Attempt>()
  /** What fails from now on is free for others at once. */
  stopping = false

  constructor(options: AttemptsOptions) {
    this.#options = options
    this.#kinds = new Map(options.jobs.map((job) => [job.name, job]))
  }

  get size(): number {
    return this.#running.size
  }

  /** Runs one, and sees to it that the database hears how it ended. Never rejects. */
  async run(claimed: Claimed): Promise<void> {
    const { logger, outcomes, onAttempt, ...shared } = this.#options
    const worker = shared.worker()
    if (claimed.cancelled) return outcomes.add(claimed, worker, { how: 'cancelled' })
    const job = this.#kinds.get(claimed.kind)
    if (job === undefined) {
      const fields = { job: claimed.kind, jobId: claimed.id }
      logger.warn(fields, 'nobody here knows this kind of job; it waits for who does')
      outcomes.add(claimed, worker, { how: 'back', wait: UNKNOWN_AGAIN, error: undefined, counts: false })
      return
    }
    const attempt = new Attempt({ ...shared, claimed, job, worker, logger })
    this.#running.add(attempt)
    const outcome = await attempt.run()
    this.#running.delete(attempt)
    const duration = performance.now() - attempt.trace.start
    onAttempt?.(job, endOf(outcome), duration)
    tell(attempt, outcome, Math.round(duration))
    const atOnce = this.stopping && outcome.how === 'back' && outcome.wait !== undefined
    outcomes.add(claimed, worker, atOnce ? { ...outcome, wait: 0 } : outcome)
  }

  /** Somebody cancelled a job: if it runs here, its handler is told. */
  cancel(id: string): void {
    for (const attempt of this.#running) if (attempt.claimed.id === id) attempt.abort(new JobCancelled())
  }

  /** Tells all handlers to end. */
  abort(why: string): void {
    for (const attempt of this.#running) attempt.abort(new Error(why))
  }

  /** Hands back what still runs. */
  giveUp(why: string): void {
    const { outcomes, worker } = this.#options
    for (const { claimed } of this.#running)
      outcomes.add(claimed, worker(), { how: 'back', wait: 0, error: why, counts: false })
  }
}

function endOf(outcome: Outcome): AttemptEnd {
  if (outcome.how === 'back') return outcome.wait === undefined ? 'dead' : 'failed'
  return outcome.how === 'settled' ? 'done' : outcome.how
}

function tell({ claimed, log }: Attempt, outcome: Outcome, duration: number): void {
  const fields = { job: claimed.kind, jobId: claimed.id, attempt: claimed.attempt, duration }
  if (outcome.how === 'lost') return log.warn(fields, 'job lost: others have it now')
  if (outcome.how === 'cancelled') return log.info(fields, 'job cancelled')
  if (outcome.how !== 'back') return log.info(fields, 'job done')
  const again = outcome.wait === undefined ? 'given up' : `again in ${outcome.wait} ms`
  log.warn({ ...fields, error: outcome.error }, `job failed, ${again}`)
}
