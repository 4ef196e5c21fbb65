import { query, type Queryable } from '../database/index.ts'

/** A schedule as the database knows it. One whose code is gone stays in the list, but does not fire. */
export interface StoredSchedule {
  readonly name: string
  /** The expression and the time zone. */
  readonly expression: string
  readonly nextAt: Date
  /** The last time that it fired for. */
  readonly lastAt: Date | null
  /** What it enqueued then; none where the job before was not done yet. */
  readonly lastJob: string | null
  /** Whether a process that works knows it; else it does not fire. */
  readonly watched: boolean
}

const LIST = `
  select name, expression, next_at as "nextAt", last.fire_at as "lastAt", last.job as "lastJob",
    exists (select from principia_workers where id = schedule.worker) as watched
  from principia_schedules as schedule left join lateral (
    select fire_at, job from principia_schedule_fires where schedule = name order by fire_at desc limit 1
  ) as last on true
  order by name`

/** All schedules, by name. */
export function listSchedules(db: Queryable): Promise<readonly StoredSchedule[]> {
  return query<StoredSchedule>(db, LIST)
}
