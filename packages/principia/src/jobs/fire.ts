import { query, type Database, type Queryable } from '../database/index.ts'
import { enqueue } from './enqueue.ts'
import { faultPoint } from './fault-point.ts'
import { newId } from './ids.ts'
import type { Schedule } from './schedule.ts'
import { dueFires, nextAfter } from './schedule-times.ts'

/**
 * The schedule's word on itself, by worker `$4`: `$3` is its next time. One with another expression holds as long as the worker
 * whose word it is lives, unless `$5`: this process has just been started, so its code is the newest.
 */
const DEFINE = `
  insert into principia_schedules as schedule (name, expression, next_at, worker) values ($1, $2, $3, $4)
  on conflict (name) do update
  set next_at = case when schedule.expression = excluded.expression then schedule.next_at else excluded.next_at end,
    changed_at = case when schedule.expression = excluded.expression then schedule.changed_at else now() end,
    expression = excluded.expression, worker = excluded.worker
  where $5 or not exists (select from principia_workers where id = schedule.worker)`

/** Whoever has the row deals with its time; others have nothing to do meanwhile. `$3` is the time; the database's unless given. */
const TAKE = `
  select next_at as first, coalesce($3, now()) as now, (
    select job from principia_schedule_fires where schedule = $1 and job is not null order by fire_at desc limit 1
  ) as before
  from principia_schedules
  where name = $1 and expression = $2 and next_at <= coalesce($3, now())
  for update skip locked`

const IS_OPEN = `select from principia_jobs where id = $1 and state <> 'dead'`

const FIRE = `
  insert into principia_schedule_fires (schedule, fire_at)
  select $1, fire_at from unnest($2::timestamptz[]) as fire_at
  on conflict do nothing
  returning fire_at`

const NAME_JOBS = `
  update principia_schedule_fires as fire set job = given.job
  from unnest($2::timestamptz[], $3::uuid[]) as given (fire_at, job)
  where fire.schedule = $1 and fire.fire_at = given.fire_at`

const MOVE = `update principia_schedules set next_at = $2 where name = $1`

const NOW = `select now() as now`

/** Tells the database of a schedule, and when it comes next. */
export async function tellSchedule(
  db: Queryable,
  schedule: Schedule,
  worker: string,
  { isStart, now }: { readonly isStart: boolean; readonly now?: Date | undefined },
): Promise<void> {
  const [clock] = now === undefined ? await query<{ now: Date }>(db, NOW) : [{ now }]
  if (clock === undefined) throw new Error('The database did not say what time it is.')
  const next = nextAfter(schedule, clock.now)
  await query(db, DEFINE, [schedule.name, schedule.expression, next, worker, isStart])
}

/**
 * Enqueues what a schedule has due: fires, their jobs and the next time, or none of them.
 *
 * @param now the database's time unless given
 * @returns whether there is more
 */
export function fireDue(db: Database<unknown>, schedule: Schedule, now?: Date): Promise<boolean> {
  const { name, expression, spec } = schedule
  return db.transaction(async (tx) => {
    const [own] = await query<{ first: Date; now: Date; before: string | null }>(tx, TAKE, [
      name,
      expression,
      now ?? null,
    ])
    if (own === undefined) return false
    const { fires, next } = dueFires(schedule, own.first, own.now)
    const fired = await query<{ fire_at: Date }>(tx, FIRE, [name, fires.map(({ at }) => at)])
    const isNew = new Set(fired.map(({ fire_at: at }) => at.getTime()))
    const toEnqueue = (await mayEnqueue(tx, schedule, own.before))
      ? fires.filter(({ at }) => isNew.has(at.getTime()))
      : []
    if (toEnqueue.length > 0) {
      const jobs = await enqueue(
        tx,
        toEnqueue.map((fire) => spec.job(fire)),
      )
      await query(tx, NAME_JOBS, [name, toEnqueue.map(({ at }) => at), jobs.map(({ id }) => id)])
    }
    await faultPoint('fire:before-commit')
    await query(tx, MOVE, [name, next])
    return next <= own.now
  })
}

/** Fires what is due at a time that a test gives. A schedule that the database does not know begins then. */
export async function fireSchedules(
  { db, schedules = [] }: { readonly db: Database<unknown>; readonly schedules?: readonly Schedule[] },
  now: Date,
): Promise<void> {
  for (const schedule of schedules) {
    await tellSchedule(db, schedule, newId(), { isStart: true, now })
    while (await fireDue(db, schedule, now)) continue
  }
}

async function mayEnqueue(tx: Queryable, { spec }: Schedule, before: string | null): Promise<boolean> {
  const { missed, overlap = missed === 'all' ? 'allow' : 'skip' } = spec
  if (overlap === 'allow' || before === null) return true
  return (await query(tx, IS_OPEN, [before])).length === 0
}
