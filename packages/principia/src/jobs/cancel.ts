import type { Queryable } from '../database/index.ts'
import { changeChosen, picked, type Chosen } from './choose.ts'
import { FREED, release } from './release.ts'

/** What begins a notice that a job was cancelled; its id follows. No queue's name can begin so. */
export const CANCEL = 'cancel:'

export interface Cancelled {
  /** Those that had not begun, and never will. */
  readonly removed: number
  /** Those whose handlers are told. */
  readonly told: number
}

/** A worker that does not hear the notice finds the mark with its next sign of life. */
const CANCEL_PICKED = `
  with ${picked(`'blocked', 'waiting', 'scheduled', 'running'`)}, ended as (
    delete from principia_jobs as job using picked
    where job.id = picked.id and picked.state <> 'running'
    returning job.*
  ), kept as (
    insert into principia_job_history (id, queue, kind, attempt, trace_id, enqueued_at, started_at, outcome, last_error)
    select id, queue, kind, attempt, trace_id, enqueued_at, started_at, 'cancelled', last_error from ended
    returning id
  ), ${release({ cancels: true })}, marked as (
    update principia_jobs as job set cancelled = true from picked
    where job.id = picked.id and picked.state = 'running'
    returning job.id
  ), told as materialized (
    select pg_notify('principia_jobs', '${CANCEL}' || id) from marked
  )
  select (select count(*)::integer from kept) as changed, (select count(*)::integer from told) as told,
    ${FREED}, (select max(id::text) from picked) as last`

/**
 * Ends jobs that nobody wants any more. One that has not begun is removed at once. One that runs has its handler's signal fire, in
 * whichever process it is; if the handler ends in spite of it, the job is done, otherwise it is not tried again. What waits for a
 * cancelled job is cancelled, too. Dead ones are left: see
 * `discardJobs`.
 *
 * @throws TypeError where it is not clear which ones are meant
 */
export async function cancelJobs(db: Queryable, chosen: Chosen): Promise<Cancelled> {
  const { changed, told } = await changeChosen(db, chosen, CANCEL_PICKED)
  return { removed: changed, told }
}
