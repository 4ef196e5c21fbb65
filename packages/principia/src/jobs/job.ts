import type { Log } from '../context/index.ts'
import type { Input, Output, Schema } from '../validation/index.ts'
import type { Backoff } from './backoff.ts'
import { toRule, type JobLimit, type WorkLimit } from './limit-rule.ts'
import { checkName } from './names.ts'

/** A kind of work: what it needs, how often it is tried, and what does it. */
export interface Job<Args extends Schema = Schema> {
  readonly kind: 'job'
  readonly name: string
  readonly spec: JobSpec<Args>
  /** It finds the services of the app in its context, besides what `JobContext` says. */
  readonly handler: (context: never) => Promise<void> | void
  /** One piece of this work, to be given to `enqueue`. */
  (args: Input<Args>): JobCall
}

/** A piece of work that has not been enqueued yet. */
export interface JobCall {
  readonly job: Job
  readonly args: unknown
}

export interface JobSpec<Args extends Schema = Schema> {
  readonly args: Args
  /** Queues are worked on beside one another: `default` unless said, and where it has a limit, one of its own. */
  readonly queue?: string
  /** How much of it is done at a time, over all processes. All jobs of its queue have to have one, then. */
  readonly limit?: JobLimit<Output<Args>>
  /** Higher ones go first: from -32768 to 32767, 0 unless said. */
  readonly priority?: number
  /** How often it is tried before it is given up: 10 unless said. */
  readonly attempts?: number
  /** How long it waits before it is tried again. */
  readonly backoff?: Backoff
  /** Milliseconds that one attempt may take: 60,000 unless said. */
  readonly timeout?: number
  /**
   * Milliseconds that the handler has to end once its signal has fired: 5,000 unless said. After that nobody waits for it, and
   * whatever it does from then on changes nothing about the job.
   */
  readonly grace?: number
  /**
   * Whether the database that the handler finds is a transaction which ends the job too: what it writes there happens exactly
   * once. Else a job whose worker dies is done again, and its handler must not mind that. After a conflict with another
   * transaction the handler is run again, as in `Database.transaction`.
   */
  readonly transactional?: boolean
}

/** What a handler is given, besides the services of the app. */
export interface JobContext<Args = unknown> {
  readonly args: Args
  readonly job: RunningJob
  /** Fires when the attempt must end: its time is over, somebody cancelled it, the worker stops or has lost it. */
  readonly signal: AbortSignal
  readonly log: Log
}

/** One attempt. */
export interface RunningJob {
  /** The same in all attempts: what to remember where something may not happen twice. */
  readonly id: string
  readonly kind: string
  readonly queue: string
  /** Counted from 1. */
  readonly attempt: number
  readonly maxAttempts: number
  readonly enqueuedAt: Date
  /**
   * Says how far it has come, for `getJob`: anything that JSON has. Seen at once, also from a transactional job.
   *
   * @throws LostJob where others have the job by now
   */
  readonly progress: (value: unknown) => Promise<void>
}

/** `defineJob` for an app whose handlers find `Known` in their context. */
export type DefineJob<Known> = <Args extends Schema>(
  name: string,
  spec: JobSpec<Args>,
  handler: (context: JobContext<Output<Args>> & Known) => Promise<void> | void,
) => Job<Args>

/**
 * Describes a kind of work. Its name stays once there are jobs of it, since they are stored by it.
 *
 * @throws TypeError where the name is no lower-case words with dashes, or a number makes no sense
 * @example
 * const sendReceipt = defineJob('send-receipt', { args: t.Object({ order: t.String() }) }, async ({ args, log }) => {
 *   log.info({ order: args.order }, 'receipt sent')
 * })
 * await enqueue(tx, sendReceipt({ order: 'A-17' }))
 */
export function defineJob<Args extends Schema>(
  name: string,
  spec: JobSpec<Args>,
  handler: (context: JobContext<Output<Args>>) => Promise<void> | void,
): Job<Args> {
  checkName('job', name)
  if (spec.queue !== undefined) checkName('queue', spec.queue)
  atLeast(name, 1, { attempts: spec.attempts, timeout: spec.timeout })
  atLeast(name, 0, { grace: spec.grace })
  if (spec.limit !== undefined) checkLimit(name, spec.limit)
  const call = (args: Input<Args>): JobCall => ({ job, args })
  const described = Object.assign(call, { kind: 'job' as const, spec, handler })
  const job: Job<Args> = Object.defineProperty(described, 'name', { value: name, enumerable: true })
  return job
}

function checkLimit(name: string, limit: WorkLimit): void {
  try {
    toRule(limit)
  } catch (error) {
    throw new TypeError(`Job "${name}": ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    })
  }
}

function atLeast(name: string, least: number, values: Readonly<Record<string, number | undefined>>): void {
  for (const [option, value] of Object.entries(values)) {
    if (value === undefined || (Number.isInteger(value) && value >= least)) continue
    throw new TypeError(`Job "${name}": ${option} is a whole number of at least ${least}; got ${value}.`)
  }
}

export const DEFAULT_QUEUE = 'default'
