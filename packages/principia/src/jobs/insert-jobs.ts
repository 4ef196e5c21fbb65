import { currentScope } from '../context/index.ts'
import { query, type Queryable } from '../database/index.ts'
import { readArgs } from './args.ts'
import type { Enqueued, EnqueueOptions } from './enqueue.ts'
import { newId } from './ids.ts'
import type { JobCall } from './job.ts'
import { limitKeyOf, queueOf } from './limit.ts'

/** Who waits for whom, for each call. */
export interface Order {
  readonly ids: readonly string[]
  /** The one that waits for it. */
  readonly parents: readonly (string | null)[]
  /** For how many it waits. */
  readonly blockedBy: readonly (number | null)[]
}

const DEFAULT_ATTEMPTS = 10

/**
 * One row for each element of the arrays. A key that is taken gives the row that has it: the update that changes nothing is
 * what lets PostgreSQL return it.
 *
 * Commits that notify wait for one another, so only a queue for which a worker lies idle is notified: under load, none.
 *
 * @param only CTEs that come before, and a condition without which nothing is inserted
 */
const insert = (only?: { readonly having: string; readonly where: string }): string => `
  with ${only === undefined ? '' : `${only.having}, `}idle as (
    select distinct queue from principia_workers, unnest(idle) as queue where queue = any($2::text[])
  ), woken as materialized (
    select pg_notify('principia_jobs', queue) from idle
  )
  insert into principia_jobs as job (
    id, queue, kind, args, priority, state, run_at, max_attempts, key, trace_id, limit_key, parent, blocked_by
  )
  select id, queue, kind, args, priority,
    case when blocked_by > 0 then 'blocked' when due > now() then 'scheduled' else 'waiting' end, due, max_attempts,
    $7, $8, limit_key, parent, blocked_by
  from unnest(
      $1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::smallint[], $6::smallint[], $11::text[], $12::uuid[],
      $13::integer[]
    ) as given (id, queue, kind, args, priority, max_attempts, limit_key, parent, blocked_by),
    lateral (select coalesce($9::timestamptz, now() + $10::float8 * interval '1 ms')) as moment (due)
  ${only === undefined ? '' : `where ${only.where}`}
  on conflict (kind, key) where key is not null and state <> 'dead' do update set key = job.key
  returning id, (select count(*) from woken) as woken`

const INSERT = insert()

/** With `$14`, a key that keeps others out for `$15` milliseconds. */
const INSERT_ONCE = insert({
  having: `taken as (
    insert into principia_job_keys as kept (kind, key, job, until)
    values (($3::text[])[1], $14, ($1::uuid[])[1], now() + $15::float8 * interval '1 ms')
    on conflict (kind, key) do update set job = excluded.job, until = excluded.until where kept.until <= now()
    returning job
  )`,
  where: 'exists (select from taken)',
})

const WHO_HAS_KEY = 'select job as id from principia_job_keys where kind = $1 and key = $2'

/** @throws TypeError where the arguments of a call are not what its job's schema says, or an option makes no sense */
export async function insertJobs(
  db: Queryable,
  calls: readonly JobCall[],
  { at, delay = 0, priority, key, dedupe }: EnqueueOptions,
  order?: Order,
): Promise<Enqueued[]> {
  const [first] = calls
  if (first === undefined) return []
  const read = await Promise.all(calls.map(({ job, args }) => readArgs(job, args)))
  const mistake = read.find((one) => one.mistake !== undefined)?.mistake
  if (mistake !== undefined) throw new TypeError(mistake)
  const ids = order?.ids ?? calls.map(() => newId())
  const values = [
    ids,
    calls.map(({ job }) => queueOf(job)),
    calls.map(({ job }) => job.name),
    calls.map(({ args }) => JSON.stringify(args)),
    calls.map(({ job }) => priority ?? job.spec.priority ?? 0),
    calls.map(({ job }) => job.spec.attempts ?? DEFAULT_ATTEMPTS),
    key ?? null,
    currentScope()?.traceId ?? null,
    at ?? null,
    delay,
    calls.map(({ job }, index) => limitKeyOf(job, read[index]?.value)),
    order?.parents ?? null,
    order?.blockedBy ?? null,
  ]
  const rows =
    dedupe === undefined
      ? await query<{ id: string }>(db, INSERT, values)
      : await insertOnce(db, first.job.name, values, dedupe)
  return rows.map(({ id }, index) => ({ id, duplicate: id !== ids[index] }))
}

async function insertOnce(
  db: Queryable,
  kind: string,
  values: readonly unknown[],
  { key, for: period }: NonNullable<EnqueueOptions['dedupe']>,
): Promise<readonly { readonly id: string }[]> {
  if (!(period > 0)) throw new TypeError(`\`dedupe.for\` is a number of milliseconds above 0; got ${period}.`)
  const inserted = await query<{ id: string }>(db, INSERT_ONCE, [...values, key, period])
  return inserted.length > 0 ? inserted : query<{ id: string }>(db, WHO_HAS_KEY, [kind, key])
}
