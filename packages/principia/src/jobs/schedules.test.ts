import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { defineDatabase, query, type OpenDatabase } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'
import { t } from '../validation/index.ts'
import { fireDue, fireSchedules, tellSchedule } from './fire.ts'
import { newId } from './ids.ts'
import {
  armFaultPoint,
  createWork,
  defineJob,
  defineSchedule,
  startWorker,
  type Schedule,
  type ScheduleSpec,
} from './index.ts'

const definition = defineDatabase<unknown>({ migrations: [createWork] })
const logger = pino({ level: 'silent' })
const tick = defineJob('tick', { args: t.Object({ at: t.String(), since: t.String() }) }, () => undefined)

async function database() {
  const db = await testDatabase(definition)
  onTestFinished(() => db.close())
  return db
}

function ticking(name: string, spec: Omit<ScheduleSpec, 'job'>): Schedule {
  return defineSchedule(name, {
    ...spec,
    job: ({ at, since }) => tick({ at: at.toISOString(), since: since.toISOString() }),
  })
}

async function enqueued(db: OpenDatabase<unknown>): Promise<readonly string[]> {
  const rows = await query<{ at: string }>(
    db,
    "select args->>'at' as at from principia_jobs where kind = 'tick' order by 1",
  )
  return rows.map(({ at }) => at.replace(':00.000Z', 'Z'))
}

/** The times for which a schedule fires when somebody looks at each of these. */
async function firedAt(schedule: Schedule, ...looks: readonly string[]): Promise<readonly string[]> {
  const db = await database()
  for (const look of looks) await fireSchedules({ db, schedules: [schedule] }, new Date(look))
  return enqueued(db)
}

function everyHalfHour(from: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + index * 1_800_000).toISOString(),
  )
}

test('a schedule enqueues at the times of its own time zone', async () => {
  const mondays = ticking('mondays', { cron: '0 8 * * 1', timeZone: 'Europe/Berlin', overlap: 'allow' })
  expect(
    await firedAt(
      mondays,
      '2026-03-20T12:00Z',
      '2026-03-23T06:59Z',
      '2026-03-23T07:00Z',
      '2026-03-30T05:59Z',
      '2026-03-30T06:00Z',
    ),
  ).toEqual(['2026-03-23T07:00Z', '2026-03-30T06:00Z'])
})

test.each([
  ['30 2 * * *', '2026-03-28T23:00Z', ['2026-03-29T01:00Z']],
  ['30 2 * * *', '2026-10-24T22:00Z', ['2026-10-25T00:30Z']],
  ['0,30 2 * * *', '2026-10-24T22:00Z', ['2026-10-25T00:00Z', '2026-10-25T00:30Z']],
  ['30 */1 * * *', '2026-03-29T00:00Z', ['2026-03-29T00:30Z', '2026-03-29T01:30Z', '2026-03-29T02:30Z']],
  ['30 * * * *', '2026-10-25T00:00Z', ['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-25T02:30Z']],
])('%s on a day when the clock is changed, from %s', async (cron, from, fires) => {
  const schedule = ticking('changes', { cron, timeZone: 'Europe/Berlin', missed: 'all' })
  expect(await firedAt(schedule, from, ...everyHalfHour(from, 6))).toEqual(fires)
})

test.each([
  ['once', ['2026-01-01T03:00Z']],
  ['all', ['2026-01-01T01:00Z', '2026-01-01T02:00Z', '2026-01-01T03:00Z']],
  ['skip', []],
] as const)('of times that nobody saw, missed: %s makes up for %j', async (missed, fires) => {
  const hourly = ticking('hourly', { cron: '0 * * * *', missed })
  expect(await firedAt(hourly, '2026-01-01T00:30Z', '2026-01-01T03:10Z')).toEqual(fires)
})

test('one job for all that were missed knows since when', async () => {
  const db = await database()
  const schedules = [ticking('hourly', { cron: '0 * * * *' })]
  for (const now of ['2026-01-01T00:30Z', '2026-01-01T03:10Z'])
    await fireSchedules({ db, schedules }, new Date(now))
  expect(await query(db, 'select args from principia_jobs')).toEqual([
    { args: { at: '2026-01-01T03:00:00.000Z', since: '2026-01-01T01:00:00.000Z' } },
  ])
})

test('while the job of the time before is not done, no other is enqueued; one that is dead is not waited for', async () => {
  const db = await database()
  const schedules = [ticking('hourly', { cron: '0 * * * *' })]
  const at = (hour: number) => fireSchedules({ db, schedules }, new Date(Date.UTC(2026, 0, 1, hour)))
  for (const hour of [0, 1, 2]) await at(hour)
  expect(await enqueued(db)).toEqual(['2026-01-01T01:00Z'])
  await query(db, "update principia_jobs set state = 'dead'")
  await at(3)
  expect(await enqueued(db)).toEqual(['2026-01-01T01:00Z', '2026-01-01T03:00Z'])
  expect(
    await query(db, 'select job is null as skipped from principia_schedule_fires order by fire_at'),
  ).toEqual([{ skipped: false }, { skipped: true }, { skipped: false }])
})

test('many who look at once fire a time once, also where the place in the calendar was put back', async () => {
  const db = await database()
  const schedule = ticking('minutely', { cron: '* * * * *', overlap: 'allow' })
  const now = new Date('2026-01-01T00:01Z')
  await tellSchedule(db, schedule, newId(), { isStart: true, now: new Date('2026-01-01T00:00Z') })
  await Promise.all(Array.from({ length: 8 }, () => fireDue(db, schedule, now)))
  expect(await enqueued(db)).toEqual(['2026-01-01T00:01Z'])
  await query(db, 'update principia_schedules set next_at = $1', [now])
  await Promise.all(Array.from({ length: 8 }, () => fireDue(db, schedule, now)))
  expect(await enqueued(db)).toEqual(['2026-01-01T00:01Z'])
})

test('a fire and its job are there together, or neither', async () => {
  const db = await database()
  const schedule = ticking('minutely', { cron: '* * * * *' })
  await tellSchedule(db, schedule, newId(), { isStart: true, now: new Date('2026-01-01T00:00Z') })
  const now = new Date('2026-01-01T00:01Z')
  const crash = armFaultPoint('fire:before-commit', () => {
    throw new Error('the process is gone')
  })
  await expect(fireDue(db, schedule, now)).rejects.toThrow('the process is gone')
  crash[Symbol.dispose]()
  expect(await enqueued(db)).toEqual([])
  await fireDue(db, schedule, now)
  expect(await enqueued(db)).toEqual(['2026-01-01T00:01Z'])
})

test('an expression that was changed counts from then on, and processes that know the old one are quiet', async () => {
  const db = await database()
  const old = ticking('report', { cron: '0 * * * *' })
  const changed = ticking('report', { cron: '30 * * * *' })
  await tellSchedule(db, old, newId(), { isStart: true, now: new Date('2026-01-01T00:10Z') })
  await query(db, "insert into principia_workers (id) values ('00000000-0000-7000-8000-000000000001')")
  await tellSchedule(db, changed, '00000000-0000-7000-8000-000000000001', {
    isStart: true,
    now: new Date('2026-01-01T00:20Z'),
  })
  await tellSchedule(db, old, newId(), { isStart: false, now: new Date('2026-01-01T00:25Z') })
  expect(await fireDue(db, old, new Date('2026-01-01T01:00Z'))).toBe(false)
  expect(await enqueued(db)).toEqual([])
  await fireDue(db, changed, new Date('2026-01-01T01:00Z'))
  expect(await enqueued(db)).toEqual(['2026-01-01T00:30Z'])
  await query(db, 'delete from principia_workers')
  await tellSchedule(db, old, newId(), { isStart: false, now: new Date('2026-01-01T01:10Z') })
  await fireDue(db, old, new Date('2026-01-01T02:00Z'))
  expect(await query(db, 'select fire_at from principia_schedule_fires')).toHaveLength(2)
})

test('several workers do what a schedule enqueues, once for each second', async () => {
  const db = await database()
  const seen: string[] = []
  const enough = Promise.withResolvers<void>()
  const second = defineJob('second', { args: t.Object({ at: t.String() }) }, ({ args }) => {
    seen.push(args.at)
    if (seen.length === 2) enough.resolve()
  })
  const schedules = [
    defineSchedule('secondly', { cron: '* * * * * *', job: ({ at }) => second({ at: at.toISOString() }) }),
  ]
  const workers = await Promise.all(
    [1, 2, 3].map(() => startWorker({ db, jobs: [second], schedules, logger })),
  )
  await enough.promise
  await Promise.all(workers.map((worker) => worker.stop()))
  expect(new Set(seen).size).toBe(seen.length)
})

test.each([
  [{ cron: 'at eight' }, /"at eight" in UTC gives no times/],
  [{ cron: '0 0 31 2 *' }, /there is no such day/],
  [{ cron: '0 ? * * *' }, /not the same in each process/],
  [{ cron: '0 8 * * *', timeZone: 'Mars/Olympus' }, /Mars\/Olympus/],
  [{ cron: '0 8 * * *', missed: 'all', overlap: 'skip' }, /overlap must be 'allow'/],
] as const)('a schedule that makes no sense is refused: %j', (spec, message) => {
  expect(() => ticking('refused', spec)).toThrow(message)
})
