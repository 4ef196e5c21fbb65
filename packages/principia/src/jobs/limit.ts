import { parseLimits } from '../security/index.ts'
import { DEFAULT_QUEUE, type Job } from './job.ts'

/** How much of something may be done at a time, over all processes. */
export interface WorkLimit {
  /** So many at once. */
  readonly concurrency?: number
  /**
   * So many in a time, such as `10/s`, `1000/day` or `60/min burst 5`; spread evenly over it, except that after a quiet time `burst` may
   * begin at once: as many as come in a tenth of a second unless said, so at least one.
   */
  readonly rate?: string
}

/** The limit of a kind of job; where it has a key, one for each. */
export interface JobLimit<Args = unknown> extends WorkLimit {
  /** What the limit is for, such as a tenant or a host: of at most 200 characters. */
  readonly key?: (args: Args) => string
}

/** A limit as the database's function reads it: `interval` in milliseconds. */
export interface LimitRule {
  readonly concurrency?: number
  readonly interval?: number
  readonly burst?: number
}

const TENTH = 100

/** @throws TypeError that says what a limit looks like */
export function toRule({ concurrency, rate }: WorkLimit): LimitRule {
  if (concurrency === undefined && rate === undefined)
    throw new TypeError('a limit has a `concurrency`, a `rate` such as "10/s", or both')
  if (concurrency !== undefined && (!Number.isInteger(concurrency) || concurrency < 1))
    throw new TypeError(`the \`concurrency\` of a limit is a whole number from 1; got ${concurrency}`)
  return { ...(concurrency !== undefined && { concurrency }), ...(rate !== undefined && toRate(rate)) }
}

function toRate(text: string): LimitRule {
  const [rate] = parseLimits(text)
  if (rate === undefined || text.includes('per')) {
    throw new TypeError(`"${text}" is not a rate; write it like "10/s" or "60/min burst 5"`)
  }
  const interval = rate.period / rate.count
  return { interval, burst: text.includes('burst') ? rate.burst : Math.max(1, Math.ceil(TENTH / interval)) }
}

/** The queue of a kind of job: one of its own where it has a limit and names none. */
export function queueOf({ name, spec }: Pick<Job, 'name' | 'spec'>): string {
  return spec.queue ?? (spec.limit === undefined ? DEFAULT_QUEUE : name)
}

/** The queues that these jobs are in. */
export function queuesOf(jobs: readonly Job[]): readonly string[] {
  return [...new Set(jobs.map(queueOf))]
}

const LONGEST_KEY = 200

/**
 * What a job's limit is counted under; null where it has none.
 *
 * @throws TypeError where the key is no text of at most 200 characters
 */
export function limitKeyOf({ name, spec }: Job, args: unknown): string | null {
  if (spec.limit === undefined) return null
  const key: unknown =
    spec.limit.key === undefined ? '' : (spec.limit.key as (args: unknown) => unknown)(args)
  if (typeof key === 'string' && key.length <= LONGEST_KEY && !key.includes('\0')) return `${name}:${key}`
  throw new TypeError(
    `Job "${name}": \`limit.key\` gives text of at most ${LONGEST_KEY} characters; got ${JSON.stringify(key)?.slice(0, LONGEST_KEY)}.`,
  )
}

/** The limits of each queue that has some: by kind, or under '' for the queue. */
export type LimitsByQueue = ReadonlyMap<string, Readonly<Record<string, LimitRule>>>

export function limitsOf(
  jobs: readonly Job[],
  ofQueues: Readonly<Record<string, WorkLimit>> = {},
): LimitsByQueue {
  const limits = new Map<string, Record<string, LimitRule>>()
  for (const [queue, limit] of Object.entries(ofQueues)) limits.set(queue, { '': toRule(limit) })
  for (const job of jobs) {
    if (job.spec.limit === undefined) continue
    const queue = queueOf(job)
    limits.set(queue, { ...limits.get(queue), [job.name]: toRule(job.spec.limit) })
  }
  return limits
}

/** What is wrong with the limits of an app's work, as sentences. */
export function limitMistakes(
  jobs: readonly Job[],
  ofQueues: Readonly<Record<string, WorkLimit>> = {},
): readonly string[] {
  const queues = queuesOf(jobs)
  const ofQueue = Object.entries(ofQueues).flatMap(([queue, limit]) => {
    if (!queues.includes(queue)) return [`there is a limit for queue "${queue}", but no job is in it.`]
    try {
      toRule(limit)
      return []
    } catch (error) {
      return [`queue "${queue}": ${error instanceof Error ? error.message : String(error)}.`]
    }
  })
  const mixed = queues.flatMap((queue) => {
    const own = jobs.filter((job) => queueOf(job) === queue)
    const limited = own.find(({ spec }) => spec.limit !== undefined)
    const free = own.find(({ spec }) => spec.limit === undefined)
    return limited === undefined || free === undefined
      ? []
      : [
          `queue "${queue}" has job "${limited.name}", which has a limit, and "${free.name}", which has none; put one in another queue.`,
        ]
  })
  return [...ofQueue, ...mixed]
}
