import type { Log } from '../context/index.ts'
import { query, type Queryable } from '../database/index.ts'

const KEEP_HISTORY = 'select principia_keep_history($1)'

/** The last one of each schedule tells whether its job is done. */
const PRUNE_FIRES = `
  delete from principia_schedule_fires as fire
  where fired_at < now() - make_interval(days => $1) and exists (
    select from principia_schedule_fires as later where later.schedule = fire.schedule and later.fire_at > fire.fire_at
  )`

/** A limit that nothing counts for any more; one that comes again is made anew. */
const PRUNE_LIMITS = `
  delete from principia_limits
  where recovered_at < now() and key <> '' and not exists (
    select from (select distinct queue, limit_key from principia_jobs where limit_key is not null) as used
    where used.queue = principia_limits.queue and used.limit_key = principia_limits.key
  )`

const PRUNE_KEYS = 'delete from principia_job_keys where until < now()'

const FIRST = 10_000
const AGAIN = 3_600_000

/** Throws away what is older than `days`, each hour, until it is disposed of. */
export function keepTidy(db: Queryable, days: number, log: Log): Disposable {
  let timer = setTimeout(again, FIRST).unref()
  function again() {
    void tidy(db, days).catch((error: unknown) =>
      log.warn({ err: error }, 'the history of jobs could not be pruned; trying again in an hour'),
    )
    timer = setTimeout(again, AGAIN).unref()
  }
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}

/** Makes room in the history for today and the next two days, and throws away what ended more than `days` ago. */
export async function tidy(db: Queryable, days: number): Promise<void> {
  await query(db, KEEP_HISTORY, [days])
  await query(db, PRUNE_FIRES, [days])
  await query(db, PRUNE_LIMITS)
  await query(db, PRUNE_KEYS)
}
