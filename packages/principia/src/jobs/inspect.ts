import { query, type Queryable } from '../database/index.ts'
import { isId } from './choose.ts'
import { firstIdAt, timeOf } from './ids.ts'

/** What is still to be done is in one of the first five states; the others are how it ended. */
export type JobState =
  | 'blocked'
  | 'scheduled'
  | 'waiting'
  | 'running'
  | 'dead'
  | 'done'
  | 'cancelled'
  | 'discarded'

/** A job as the database has it. Of one that has ended, less is kept. */
export interface StoredJob {
  readonly id: string
  readonly kind: string
  readonly queue: string
  readonly state: JobState
  readonly attempt: number
  readonly enqueuedAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly lastError: string | null
  readonly traceId: string | null
  readonly args?: unknown
  readonly priority?: number
  readonly maxAttempts?: number
  /** Not before then. */
  readonly runAt?: Date
  readonly key?: string | null
  /** What its handler has said of how far it has come. */
  readonly progress?: unknown
  /** The job that waits for this one. */
  readonly parent?: string | null
  /** For how many others it waits. */
  readonly blockedBy?: number | null
  /** Its handler was told to end. */
  readonly cancelled?: boolean
}

export interface JobFilter {
  readonly state?: JobState
  readonly queue?: string
  readonly kind?: string
  /** From 1 to 1,000: 100 unless said. */
  readonly limit?: number
  /** Those that were enqueued before this one: the last of the page before. */
  readonly before?: string
}

const OPEN = `
  select id, kind, queue, state, attempt, enqueued_at as "enqueuedAt", started_at as "startedAt", null as "finishedAt",
    last_error as "lastError", trace_id as "traceId", args, priority, max_attempts as "maxAttempts", run_at as "runAt", key,
    progress, parent, blocked_by as "blockedBy", cancelled
  from principia_jobs`

const ENDED = `
  select id, kind, queue, outcome as state, attempt, enqueued_at as "enqueuedAt", started_at as "startedAt",
    finished_at as "finishedAt", last_error as "lastError", trace_id as "traceId"
  from principia_job_history`

const FILTER = `
  where ($1::text is null or %state = $1) and ($2::text is null or queue = $2) and ($3::text is null or kind = $3)
    and ($4::uuid is null or id < $4) and ($6::uuid is null or id >= $6)
  order by id desc limit $5`

const MOST = 1000
const ENDS = new Set<JobState | undefined>(['done', 'cancelled', 'discarded'])
/** How far back the history is looked at, in milliseconds, until enough is found: its index is good for ranges alone. */
const WINDOWS = [60_000, 3_600_000, 86_400_000]

/**
 * Jobs, the last enqueued first; without a state, all that are still to be done.
 *
 * @throws TypeError where the filter makes no sense
 */
export async function listJobs(db: Queryable, filter: JobFilter = {}): Promise<readonly StoredJob[]> {
  const { state, queue = null, kind = null, limit = 100, before = null } = filter
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw new TypeError(`The limit of a list of jobs is a whole number from 1 to ${MOST}; got ${limit}.`)
  }
  if (before !== null && !isId(before)) throw new TypeError(`The id of a job is a UUID; got "${before}".`)
  const given = [state ?? null, queue, kind, before, limit]
  if (!ENDS.has(state))
    return query<StoredJob>(db, OPEN + FILTER.replace('%state', 'state'), [...given, null])
  const statement = ENDED + FILTER.replace('%state', 'outcome')
  const latest = before === null ? Date.now() : timeOf(before)
  for (const window of WINDOWS) {
    const rows = await query<StoredJob>(db, statement, [...given, firstIdAt(latest - window)])
    if (rows.length === limit) return rows
  }
  return query<StoredJob>(db, statement, [...given, null])
}

/** One job, also one that has ended as long as the history has it. */
export async function getJob(db: Queryable, id: string): Promise<StoredJob | undefined> {
  if (!isId(id)) return undefined
  const [open] = await query<StoredJob>(db, `${OPEN} where id = $1`, [id])
  if (open !== undefined) return open
  const [ended] = await query<StoredJob>(db, `${ENDED} where id = $1`, [id])
  return ended
}
