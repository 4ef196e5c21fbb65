import { currentScope } from '../context/index.ts'
import { readArgs } from './args.ts'
import { newId } from './ids.ts'
import type { JobCall } from './job.ts'
import { limitKeyOf, queueOf } from './limit.ts'
import { query, type Queryable } from '../database/index.ts'

export interface EnqueueOptions {
  /** Not before then. */
  readonly at?: Date
  /** Milliseconds from now, by the database's clock. */
  readonly delay?: number
  /** Takes the place of the job's own. */
  readonly priority?: number
  /** While a job of the same kind with this key is neither done nor dead, no other is enqueued. */
  readonly key?: string
}

export interface Enqueued {
  readonly id: string
  /** Whether there was one with this key already; `id` is that one's. */
  readonly duplicate: boolean
}

/**
 * Enqueues work in the caller's transaction: it is there if that commits, and was never there if not.
 *
 * @throws TypeError where the arguments are not what the job's schema says
 * @example
 * await db.transaction(async (tx) => {
 *   await tx.insertInto('orders').values(order).execute()
 *   await enqueue(tx, sendReceipt({ order: order.id }), { delay: 60_000 })
 * })
 */
export async function enqueue(db: Queryable, call: JobCall, options?: EnqueueOptions): Promise<Enqueued>
/** The same for many, with one statement. */
export async function enqueue(
  db: Queryable,
  calls: readonly JobCall[],
  options?: Omit<EnqueueOptions, 'key'>,
): Promise<readonly Enqueued[]>
export async function enqueue(
  db: Queryable,
  calls: JobCall | readonly JobCall[],
  options: EnqueueOptions = {},
): Promise<Enqueued | readonly Enqueued[]> {
  if (isMany(calls)) return insertAll(db, calls, options)
  const [enqueued] = await insertAll(db, [calls], options)
  if (enqueued === undefined) throw new Error('The statement that enqueues gave no row.')
  return enqueued
}

function isMany(calls: JobCall | readonly JobCall[]): calls is readonly JobCall[] {
  return Array.isArray(calls)
}

const DEFAULT_ATTEMPTS = 10

/**
 * One row for each element of the arrays. A key that is taken gives the row that has it: the update that changes nothing is
 * what lets PostgreSQL return it.
 *
 * Commits that notify wait for one another, so only a queue for which a worker lies idle is notified: under load, none.
 */
const INSERT = `
  with idle as (
    select distinct queue from principia_workers, unnest(idle) as queue where queue = any($2::text[])
  ), woken as materialized (
    select pg_notify('principia_jobs', queue) from idle
  )
  insert into principia_jobs as job (id, queue, kind, args, priority, state, run_at, max_attempts, key, trace_id, limit_key)
  select id, queue, kind, args, priority,
    case when due > now() then 'scheduled' else 'waiting' end, due, max_attempts, $7, $8, limit_key
  from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::smallint[], $6::smallint[], $11::text[])
      as given (id, queue, kind, args, priority, max_attempts, limit_key),
    lateral (select coalesce($9::timestamptz, now() + $10::float8 * interval '1 ms')) as moment (due)
  on conflict (kind, key) where key is not null and state <> 'dead' do update set key = job.key
  returning id, (select count(*) from woken) as woken`

async function insertAll(
  db: Queryable,
  calls: readonly JobCall[],
  { at, delay = 0, priority, key }: EnqueueOptions,
): Promise<Enqueued[]> {
  if (calls.length === 0) return []
  const read = await Promise.all(calls.map(({ job, args }) => readArgs(job, args)))
  const mistake = read.find((one) => one.mistake !== undefined)?.mistake
  if (mistake !== undefined) throw new TypeError(mistake)
  const ids = calls.map(() => newId())
  const queues = calls.map(({ job }) => queueOf(job))
  const rows = await query<{ id: string }>(db, INSERT, [
    ids,
    queues,
    calls.map(({ job }) => job.name),
    calls.map(({ args }) => JSON.stringify(args)),
    calls.map(({ job }) => priority ?? job.spec.priority ?? 0),
    calls.map(({ job }) => job.spec.attempts ?? DEFAULT_ATTEMPTS),
    key ?? null,
    currentScope()?.traceId ?? null,
    at ?? null,
    delay,
    calls.map(({ job }, index) => limitKeyOf(job, read[index]?.value)),
  ])
  return rows.map(({ id }, index) => ({ id, duplicate: id !== ids[index] }))
}
