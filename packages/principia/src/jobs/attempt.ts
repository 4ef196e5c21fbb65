import type { Logger } from 'pino'
import { newTraceId, runInScope, TraceRecord, type Log, type Scope } from '../context/index.ts'
import { query, type Database } from '../database/index.ts'
import { scopedLog } from '../observability/index.ts'
import { readArgs } from './args.ts'
import { waitAfter } from './backoff.ts'
import type { Claimed, Outcome } from './claimed.ts'
import type { Job, JobContext, RunningJob } from './job.ts'
import { COMPLETE, COMPLETE_AND_RELEASE, PROGRESS } from './statements.ts'
import { say } from './say.ts'
import { TryLater } from './try-later.ts'

export interface AttemptOptions {
  readonly claimed: Claimed
  readonly job: Job
  /** The worker that has it. */
  readonly worker: string
  readonly db: Database<unknown>
  /** Under which name handlers find it. */
  readonly databaseName: string
  readonly logger: Logger
  /** What handlers find in their context, besides what every job has. */
  readonly services: Readonly<Record<string, unknown>>
}

const TIMEOUT = 60_000
const GRACE = 5000

/** One attempt at a job: the scope that everything below its handler shares. */
export class Attempt implements Scope {
  readonly claimed: Claimed
  readonly requestId: string
  readonly traceId: string
  readonly trace: TraceRecord
  readonly log: Log
  readonly deadline: number
  readonly #options: AttemptOptions
  #controller: AbortController | undefined
  #over = Promise.withResolvers<unknown>()
  #reason: unknown

  constructor(options: AttemptOptions) {
    const { claimed, job, logger } = options
    this.#options = options
    this.claimed = claimed
    this.requestId = claimed.id
    this.traceId = claimed.trace_id ?? newTraceId()
    this.trace = new TraceRecord(claimed.id, this.traceId, 'JOB', claimed.kind, '')
    this.log = scopedLog(logger, this)
    this.deadline = Date.now() + (job.spec.timeout ?? TIMEOUT)
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#reason !== undefined && !this.#controller.signal.aborted) this.#controller.abort(this.#reason)
    return this.#controller.signal
  }

  /** Tells the handler to end; nobody waits for it much longer. */
  abort(reason: Error): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    this.trace.aborted = true
    this.#controller?.abort(reason)
    setTimeout(() => this.#over.reject(reason), this.#options.job.spec.grace ?? GRACE).unref()
  }

  /** Runs the handler. It never rejects. */
  async run(): Promise<Outcome> {
    const { claimed, job } = this.#options
    const { value, mistake } = await readArgs(job, claimed.args)
    // Trying again does not make them better.
    if (mistake !== undefined) return { how: 'back', wait: undefined, error: mistake, counts: true }
    const timeout = job.spec.timeout ?? TIMEOUT
    const overdue = setTimeout(
      () => this.abort(new Error(`It took longer than the ${timeout} ms of its timeout.`)),
      timeout,
    )
    try {
      const work = runInScope(this, (args: unknown) => this.#handle(args), value)
      work.catch(() => undefined)
      await Promise.race([work, this.#over.promise])
      return job.spec.transactional === true ? { how: 'settled' } : { how: 'done' }
    } catch (error) {
      return this.#failure(error)
    } finally {
      clearTimeout(overdue)
    }
  }

  async #handle(args: unknown): Promise<void> {
    const { job, db, databaseName, services, claimed, worker } = this.#options
    const signalOf = () => this.signal
    const handle = job.handler as (context: JobContext) => Promise<void> | void
    const contextWith = (database: Database<unknown>): JobContext => ({
      ...services,
      [databaseName]: database,
      args,
      job: runningJob(claimed, (value) => this.#progress(value)),
      log: this.log,
      // Made when it is first asked for.
      get signal() {
        return signalOf()
      },
    })
    if (job.spec.transactional !== true) {
      await handle(contextWith(db))
      return
    }
    await db.transaction(async (tx) => {
      await handle(contextWith(tx))
      const ended = await say(
        tx,
        claimed.parent === null ? COMPLETE : COMPLETE_AND_RELEASE,
        [claimed],
        worker,
      )
      if (ended.length === 0) throw new LostJob()
    })
  }

  async #progress(value: unknown): Promise<void> {
    const { db, claimed, worker } = this.#options
    const known = await query(db, PROGRESS, [
      claimed.id,
      claimed.epoch,
      worker,
      JSON.stringify(value ?? null),
    ])
    if (known.length === 0) throw new LostJob()
  }

  #failure(error: unknown): Outcome {
    const { claimed, job } = this.#options
    if (error instanceof LostJob) return { how: 'lost' }
    if (this.#reason instanceof JobCancelled) return { how: 'cancelled' }
    const last = claimed.attempt >= claimed.max_attempts
    const wait = last ? undefined : waitOf(error, claimed, job)
    return { how: 'back', wait, error: describe(error), counts: true }
  }
}

function waitOf(error: unknown, { attempt }: Claimed, { spec }: Job): number {
  return error instanceof TryLater ? error.wait : waitAfter(attempt, spec.backoff)
}

/** Why a handler's signal fires when somebody has cancelled its job. */
export class JobCancelled extends Error {
  override readonly name = 'JobCancelled'
  constructor() {
    super('The job was cancelled.')
  }
}

/** Others have the job now; what this attempt wrote in its transaction is rolled back. */
export class LostJob extends Error {
  override readonly name = 'LostJob'
  constructor() {
    super('The job was taken from this worker, which had not been heard of for too long.')
  }
}

function runningJob(claimed: Claimed, progress: RunningJob['progress']): RunningJob {
  const { id, kind, queue, attempt, max_attempts: maxAttempts, enqueued_at: enqueuedAt } = claimed
  return { id, kind, queue, attempt, maxAttempts, enqueuedAt, progress }
}

const LONGEST_ERROR = 10_000

function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return text.slice(0, LONGEST_ERROR).replaceAll('\0', '')
}
