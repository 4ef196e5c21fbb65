/**
 * What follows in a statement whose CTE `ended` has the jobs that it ended: those that wait for them are counted down, and free once none
 * is left. Locked in one order, since several workers may end jobs of the same groups at once.
 *
 * @param cancels whether those that wait are cancelled with them; they end as such when their turn comes, and so do those that wait for them
 */
export function release({ cancels = false }: { readonly cancels?: boolean } = {}): string {
  return `
  awaited as materialized (
    select id from principia_jobs where id in (select parent from ended where parent is not null)
    order by id for update
  ), released as (
    update principia_jobs as job
    set blocked_by = blocked_by - of_it.count${cancels ? ', cancelled = true' : ''}, state = case
      when blocked_by > of_it.count then 'blocked' when run_at > now() then 'scheduled' else 'waiting' end
    from awaited, (select parent, count(*) from ended where parent is not null group by parent) as of_it
    where job.id = awaited.id and of_it.parent = job.id and job.state = 'blocked'
    returning job.queue, job.state
  ), freed as materialized (
    select pg_notify('principia_jobs', queue)
    from (select distinct queue from released where state = 'waiting') as queues
  )`
}

/** Makes the statement run what `release` has. */
export const FREED = `(select count(*) from freed) as freed`
