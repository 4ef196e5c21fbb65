import type { Queryable } from '../database/index.ts'
import { changeChosen, picked, type Chosen } from './choose.ts'
import { FREED, release } from './release.ts'

/** One whose key another job has by now stays as it is: there would be two. */
const RETRY_PICKED = `
  with ${picked(`'dead'`)}, first as (
    select distinct on (kind, coalesce(key, id::text)) id
    from principia_jobs as job join picked using (id)
    where key is null or not exists (
      select from principia_jobs as other
      where other.kind = job.kind and other.key = job.key and other.state <> 'dead'
    )
    order by kind, coalesce(key, id::text), id
  ), again as (
    update principia_jobs as job set state = 'waiting', run_at = now(), attempt = 0, cancelled = false
    from first where job.id = first.id
    returning job.id, job.queue
  ), woken as materialized (
    select pg_notify('principia_jobs', queue) from (select distinct queue from again) as queues
  )
  select (select count(*)::integer from again) as changed, (select count(*)::integer from woken) as told,
    (select max(id::text) from picked) as last`

const DISCARD_PICKED = `
  with ${picked(`'dead'`)}, ended as (
    delete from principia_jobs as job using picked where job.id = picked.id returning job.*
  ), kept as (
    insert into principia_job_history (id, queue, kind, attempt, trace_id, enqueued_at, started_at, outcome, last_error)
    select id, queue, kind, attempt, trace_id, enqueued_at, started_at, 'discarded', last_error from ended
    returning id
  ), ${release()}
  select (select count(*)::integer from kept) as changed, 0 as told, ${FREED},
    (select max(id::text) from picked) as last`

/**
 * Tries dead jobs again, from their first attempt on, with the arguments that they have.
 *
 * @returns how many; one whose key another job has by now is left
 * @throws TypeError where it is not clear which ones are meant
 */
export async function retryJobs(db: Queryable, chosen: Chosen): Promise<number> {
  return (await changeChosen(db, chosen, RETRY_PICKED)).changed
}

/**
 * Throws dead jobs away; the history says so. What waits for them waits no more.
 *
 * @returns how many
 * @throws TypeError where it is not clear which ones are meant
 */
export async function discardJobs(db: Queryable, chosen: Chosen): Promise<number> {
  return (await changeChosen(db, chosen, DISCARD_PICKED)).changed
}
