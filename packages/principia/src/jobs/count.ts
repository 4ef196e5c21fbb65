import { query, type Queryable } from '../database/index.ts'

/** What is in a queue. */
export interface QueueCount {
  readonly queue: string
  readonly waiting: number
  readonly scheduled: number
  /** Those that wait for others to end. */
  readonly blocked: number
  readonly running: number
  readonly dead: number
  /** Milliseconds for which the first to be taken, of the priority where that is longest, has been free to be. */
  readonly oldest: number
}

/**
 * Steps from each queue and priority to the next, so it reads one row of each however many wait. `$1` is up to how many are counted of
 * a state (null: all).
 */
const COUNT = `
  with recursive head as (
    (select queue, priority, run_at from principia_jobs where state = 'waiting'
      order by queue, priority desc, id limit 1)
    union all
    select next.* from head cross join lateral (
      (select queue, priority, run_at from principia_jobs
        where state = 'waiting' and queue = head.queue and priority < head.priority
        order by queue, priority desc, id limit 1)
      union all
      (select queue, priority, run_at from principia_jobs where state = 'waiting' and queue > head.queue
        order by queue, priority desc, id limit 1)
      order by queue limit 1
    ) as next
  ), each as (
    select queue, 'waiting' as state, waiting.count, oldest
    from (select queue, min(run_at) as oldest from head group by queue) as queues cross join lateral (
      select count(*) from (
        select from principia_jobs where state = 'waiting' and queue = queues.queue limit $1
      ) as counted
    ) as waiting
    union all
    select queue, 'scheduled', count(*), null
    from (select queue from principia_jobs where state = 'scheduled' limit $1) as counted group by queue
    union all
    select queue, 'blocked', count(*), null
    from (select queue from principia_jobs where state = 'blocked' limit $1) as counted group by queue
    union all
    select queue, 'running', count(*), null from principia_jobs where state = 'running' group by queue
    union all
    select queue, 'dead', count(*), null
    from (select queue from principia_jobs where state = 'dead' limit $1) as counted group by queue
  )
  select queue,
    coalesce(sum(count) filter (where state = 'waiting'), 0)::float8 as waiting,
    coalesce(sum(count) filter (where state = 'scheduled'), 0)::float8 as scheduled,
    coalesce(sum(count) filter (where state = 'blocked'), 0)::float8 as blocked,
    coalesce(sum(count) filter (where state = 'running'), 0)::float8 as running,
    coalesce(sum(count) filter (where state = 'dead'), 0)::float8 as dead,
    greatest(0, coalesce(extract(epoch from now() - min(oldest)) * 1000, 0))::float8 as oldest
  from each group by queue order by queue`

/**
 * How much there is in each queue that has something.
 *
 * @param upTo counts no further than this of each state, which is cheap however many there are; all unless said
 */
export function countJobs(
  db: Queryable,
  { upTo }: { readonly upTo?: number } = {},
): Promise<readonly QueueCount[]> {
  return query<QueueCount>(db, COUNT, [upTo ?? null])
}
