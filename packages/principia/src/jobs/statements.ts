import { FREED, release } from './release.ts'

/** What a worker says to the database. Every time is the database's. */

/** A worker says that it is there. `$1` is its id, `$2` the queues for which it waits. */
export const REGISTER = `insert into principia_workers (id, idle) values ($1, $2::text[])`

/** It is still there. No row where others have declared it dead. Gives those of its jobs that somebody has cancelled. */
export const HEARTBEAT = `
  update principia_workers set heartbeat_at = now(), idle = $2::text[] where id = $1
  returning array(
    select id from principia_jobs where worker = $1 and state = 'running' and cancelled
  ) as cancelled`

/** `$2` are the queues for which it waits. */
export const SAY_IDLE = `update principia_workers set idle = $2::text[] where id = $1`

/** Takes up to `$2` jobs of queue `$1` for worker `$3`. A worker that was declared dead gets none. */
export const CLAIM = `
  with alive as materialized (
    select id from principia_workers where id = $3 for key share
  ), picked as materialized (
    select id from principia_jobs
    where queue = $1 and state = 'waiting'
    order by priority desc, id
    limit $2
    for update skip locked
  )
  update principia_jobs as job
  set state = 'running', worker = alive.id, epoch = epoch + 1, attempt = attempt + 1, started_at = clock_timestamp()
  from picked, alive
  where job.id = picked.id
  returning job.id, job.queue, job.kind, job.args, job.priority, job.attempt, job.max_attempts, job.epoch, job.trace_id,
    job.enqueued_at, job.cancelled, job.parent`

const complete = (between: string, more: string): string => `
  with ended as (
    delete from principia_jobs as job
    using unnest($1::uuid[], $2::integer[]) as mine (id, epoch)
    where job.id = mine.id and job.epoch = mine.epoch and job.worker = $3 and job.state = 'running'
    returning job.id, job.queue, job.kind, job.attempt, job.trace_id, job.enqueued_at, job.started_at, job.parent
  )${between}
  insert into principia_job_history (id, queue, kind, attempt, trace_id, enqueued_at, started_at)
  select id, queue, kind, attempt, trace_id, enqueued_at, started_at from ended
  returning id${more}`

/** Ends jobs that were done: `$1` ids, `$2` their epochs, `$3` the worker. Gives the ids of those that were still its. */
export const COMPLETE = complete('', '')

/** The same for jobs that others wait for. */
export const COMPLETE_AND_RELEASE = complete(`, ${release()}`, `, ${FREED}`)

/** Ends jobs that were cancelled while they ran; otherwise as `COMPLETE`. */
export const END_CANCELLED = `
  with ended as (
    delete from principia_jobs as job
    using unnest($1::uuid[], $2::integer[]) as mine (id, epoch)
    where job.id = mine.id and job.epoch = mine.epoch and job.worker = $3 and job.state = 'running'
    returning job.*
  ), ${release({ cancels: true })}
  insert into principia_job_history (id, queue, kind, attempt, trace_id, enqueued_at, started_at, outcome, last_error)
  select id, queue, kind, attempt, trace_id, enqueued_at, started_at, 'cancelled', last_error from ended
  returning id, ${FREED}`

/** Says how far a job has come: `$4`, of job `$1` with epoch `$2` and worker `$3`. */
export const PROGRESS = `
  update principia_jobs set progress = $4::jsonb
  where id = $1 and epoch = $2 and worker = $3 and state = 'running' returning id`

/**
 * Puts jobs back that were not done: `$1` ids, `$2` epochs, `$3` the worker, `$4` milliseconds to wait (null: given up),
 * `$5` what went wrong (null: nothing), `$6` by how many the attempts are counted back. Those that were cancelled are ended by who takes them next.
 */
export const PUT_BACK = `
  update principia_jobs as job
  set state = case
      when job.cancelled or mine.wait = 0 then 'waiting' when mine.wait is null then 'dead' else 'scheduled' end,
    run_at = now() + coalesce(mine.wait, 0) * interval '1 ms',
    worker = null, attempt = job.attempt - mine.uncounted, last_error = coalesce(mine.error, job.last_error)
  from unnest($1::uuid[], $2::integer[], $4::float8[], $5::text[], $6::integer[])
    as mine (id, epoch, wait, error, uncounted)
  where job.id = mine.id and job.epoch = mine.epoch and job.worker = $3 and job.state = 'running'
  returning job.id`

/** Forgets the workers that have not been heard of for `$1` milliseconds. */
export const FORGET = `
  delete from principia_workers where heartbeat_at < now() - $1::float8 * interval '1 ms' returning id`

/**
 * Takes up to `$1` jobs back whose worker is not there any more. That attempt counts, or a job that kills its worker would
 * do so for ever. A statement of its own: it must see what was claimed until the worker was forgotten.
 */
export const RECOVER = `
  with lost as materialized (
    select id from principia_jobs as job
    where state = 'running' and not exists (select from principia_workers where id = job.worker)
    limit $1
    for update skip locked
  )
  update principia_jobs as job
  set state = case when attempt >= max_attempts and not cancelled then 'dead' else 'waiting' end,
    worker = null, last_error = 'The worker that ran it was lost.'
  from lost where job.id = lost.id
  returning job.id, job.kind, job.queue, job.attempt, job.state`

/** Makes up to `$1` jobs `waiting` whose time has come; gives their queues. */
export const PROMOTE = `
  with due as materialized (
    select id from principia_jobs where state = 'scheduled' and run_at <= now()
    order by run_at limit $1 for update skip locked
  )
  update principia_jobs as job set state = 'waiting' from due where job.id = due.id returning job.queue`

/** Milliseconds until the next scheduled job is due. */
export const NEXT_DUE = `
  select extract(epoch from min(run_at) - now())::float8 * 1000 as wait from principia_jobs where state = 'scheduled'`

/** The worker says that it is leaving. What it could not hand back is recovered at once. */
export const UNREGISTER = `delete from principia_workers where id = $1`
