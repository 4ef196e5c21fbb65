import { DEFAULT_QUEUE, type Job } from './job.ts'
import { toRule, type LimitRule, type WorkLimit } from './limit-rule.ts'

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
