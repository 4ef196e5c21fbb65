import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { defineDatabase, query, type OpenDatabase } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'
import { t } from '../validation/index.ts'
import { newId } from './ids.ts'
import { tidy } from './tidy.ts'
import {
  armFaultPoint,
  cancelJobs,
  countJobs,
  createWork,
  defineJob,
  discardJobs,
  enqueue,
  getJob,
  JobCancelled,
  listJobs,
  retryJobs,
  startWorker,
  type Chosen,
  type Job,
  type WorkerOptions,
} from './index.ts'

const definition = defineDatabase<unknown>({ migrations: [createWork] })
const logger = pino({ level: 'silent' })
const Args = t.Object({ n: t.Integer() })
const idle = defineJob('idle', { args: Args }, () => undefined)
const other = defineJob('other', { args: Args, queue: 'others' }, () => undefined)

async function database() {
  const db = await testDatabase(definition)
  onTestFinished(() => db.close())
  return db
}

async function working(db: OpenDatabase<unknown>, job: Job, options: Partial<WorkerOptions<unknown>> = {}) {
  const worker = await startWorker({ db, jobs: [job], logger, ...options })
  onTestFinished(async () => void (await worker.stop()))
  return worker
}

async function dead(db: OpenDatabase<unknown>) {
  await query(db, "update principia_jobs set state = 'dead', attempt = 10, last_error = 'no'")
}

/** A job whose handler runs until its signal fires, and then throws the reason. */
function endless() {
  const begun = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<unknown>()
  const job = defineJob('endless', { args: Args }, ({ signal }) => {
    begun.resolve()
    return new Promise<void>((_, reject) => {
      signal.addEventListener('abort', () => {
        ended.resolve(signal.reason)
        reject(signal.reason as Error)
      })
    })
  })
  return { job, begun: begun.promise, ended: ended.promise }
}

test('jobs are listed by state, queue and kind, the last first, page by page', async () => {
  const db = await database()
  const [one, two, three] = await enqueue(db, [idle({ n: 1 }), idle({ n: 2 }), other({ n: 3 })])
  const ids = async (filter: Parameters<typeof listJobs>[1]) =>
    (await listJobs(db, filter)).map(({ id }) => id)
  expect(await ids({})).toEqual([three?.id, two?.id, one?.id])
  expect(await ids({ limit: 2 })).toEqual([three?.id, two?.id])
  expect(await ids({ before: two?.id ?? '' })).toEqual([one?.id])
  expect(await ids({ queue: 'others' })).toEqual([three?.id])
  expect(await ids({ kind: 'idle', state: 'waiting' })).toEqual([two?.id, one?.id])
  expect(await ids({ state: 'dead' })).toEqual([])
  await expect(listJobs(db, { limit: 0 })).rejects.toThrow('from 1 to 1000; got 0')
})

test('a job is there with its arguments, and after its end with how it ended', async () => {
  const db = await database()
  const { id } = await enqueue(db, idle({ n: 1 }))
  expect(await getJob(db, id)).toMatchObject({ id, kind: 'idle', state: 'waiting', args: { n: 1 } })
  await cancelJobs(db, id)
  expect(await getJob(db, id)).toMatchObject({ id, state: 'cancelled', finishedAt: expect.any(Date) as Date })
  expect(await listJobs(db, { state: 'cancelled' })).toMatchObject([{ id }])
  expect(await getJob(db, 'no id')).toBeUndefined()
})

test('what is in each queue is counted, up to as many as asked', async () => {
  const db = await database()
  await enqueue(db, [other({ n: 1 }), other({ n: 2 })])
  await dead(db)
  await enqueue(db, [idle({ n: 1 }), idle({ n: 2 }), idle({ n: 3 })])
  await enqueue(db, idle({ n: 4 }), { priority: -5 })
  await query(db, "update principia_jobs set run_at = now() - interval '1 hour' where priority = -5")
  await enqueue(db, idle({ n: 5 }), { delay: 60_000 })
  const [first, second] = await countJobs(db)
  expect(first).toMatchObject({ queue: 'default', waiting: 4, scheduled: 1, running: 0, dead: 0 })
  expect(first?.oldest).toBeGreaterThanOrEqual(3_600_000)
  expect(second).toEqual({
    queue: 'others',
    waiting: 0,
    scheduled: 0,
    blocked: 0,
    running: 0,
    dead: 2,
    oldest: 0,
  })
  expect(await countJobs(db, { upTo: 1 })).toMatchObject([{ waiting: 1 }, { dead: 1 }])
})

test('dead jobs are tried again from their first attempt, those that were chosen', async () => {
  const db = await database()
  const [one] = await enqueue(db, [idle({ n: 1 }), idle({ n: 2 }), other({ n: 3 })])
  await dead(db)
  expect(await retryJobs(db, one?.id ?? '')).toBe(1)
  expect(await getJob(db, one?.id ?? '')).toMatchObject({ state: 'waiting', attempt: 0, lastError: 'no' })
  expect(await retryJobs(db, { queue: 'others' })).toBe(1)
  expect(await retryJobs(db, 'all')).toBe(1)
  expect(await retryJobs(db, 'all')).toBe(0)
  const done = Promise.withResolvers<void>()
  const counted = new Set<number>()
  const handle = defineJob('idle', { args: Args }, ({ args }) => {
    if (counted.add(args.n).size === 2) done.resolve()
  })
  await working(db, handle)
  await done.promise
})

test('a dead job does not keep its key, and is not tried again while another has it', async () => {
  const db = await database()
  await enqueue(db, idle({ n: 1 }), { key: 'k' })
  await dead(db)
  const second = await enqueue(db, idle({ n: 2 }), { key: 'k' })
  expect(second.duplicate).toBe(false)
  expect(await retryJobs(db, 'all')).toBe(0)
  await dead(db)
  expect(await retryJobs(db, 'all')).toBe(1)
})

test('dead jobs are thrown away into the history', async () => {
  const db = await database()
  const { id } = await enqueue(db, idle({ n: 1 }))
  expect(await discardJobs(db, 'all')).toBe(0)
  await dead(db)
  expect(await discardJobs(db, { kind: 'idle' })).toBe(1)
  expect(await getJob(db, id)).toMatchObject({ state: 'discarded', lastError: 'no' })
})

test.each([
  [{ ids: ['all'] }, 'is a UUID; got "all"'],
  ['nonsense', 'is a UUID'],
  [{} as Chosen, "'all' chooses every one"],
])('jobs that are not clearly chosen are left alone: %j', async (chosen, message) => {
  const db = await database()
  await expect(retryJobs(db, chosen)).rejects.toThrow(message)
})

test('a cancelled job that waits is removed, one that runs has its signal fire and is not tried again', async () => {
  const db = await database()
  const { job, begun, ended } = endless()
  const worker = await working(db, job, { concurrency: 1 })
  const { id } = await enqueue(db, job({ n: 1 }))
  await begun
  const later = await enqueue(db, job({ n: 2 }), { delay: 60_000 })
  expect(await cancelJobs(db, { kind: 'endless' })).toEqual({ removed: 1, told: 1 })
  expect(await ended).toBeInstanceOf(JobCancelled)
  await worker.stop()
  for (const each of [id, later.id]) expect(await getJob(db, each)).toMatchObject({ state: 'cancelled' })
})

test('a worker that hears no notice finds with its sign of life what was cancelled', async () => {
  const db = await database()
  const { job, begun, ended } = endless()
  const worker = await working(db, job, { heartbeat: 20 })
  const { id } = await enqueue(db, job({ n: 1 }))
  await begun
  await query(db, 'update principia_jobs set cancelled = true')
  expect(await ended).toBeInstanceOf(JobCancelled)
  await worker.stop()
  expect(await getJob(db, id)).toMatchObject({ state: 'cancelled' })
})

test('a cancelled job whose worker is lost does not begin again', async () => {
  const db = await database()
  const { job, begun } = endless()
  const silent = armFaultPoint('heartbeat:before', () => new Promise<void>(() => undefined))
  onTestFinished(() => silent[Symbol.dispose]())
  await startWorker({ db, jobs: [job], logger, heartbeat: 20, lease: 60_000 })
  const { id } = await enqueue(db, job({ n: 1 }))
  await begun
  await query(db, 'update principia_jobs set cancelled = true')
  await query(db, "update principia_workers set heartbeat_at = now() - interval '1 hour'")
  await working(db, job, { heartbeat: 60_000 })
  await expect.poll(() => getJob(db, id)).toMatchObject({ state: 'cancelled', attempt: 2 })
})

test('what a handler says of its progress is seen while it runs, also in its transaction', async () => {
  const db = await database()
  const said = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const job = defineJob('long', { args: Args, transactional: true }, async ({ job: running }) => {
    await running.progress({ done: 3, of: 10 })
    said.resolve()
    await goOn.promise
  })
  await working(db, job)
  const { id } = await enqueue(db, job({ n: 1 }))
  await said.promise
  expect(await getJob(db, id)).toMatchObject({ state: 'running', progress: { done: 3, of: 10 } })
  goOn.resolve()
  await expect.poll(() => getJob(db, id)).toMatchObject({ state: 'done' })
})

test('the history has a table for each day, and loses those that are too old', async () => {
  const db = await database()
  const ago = (days: number) => Date.now() - days * 86_400_000
  const end = (days: number) =>
    query(
      db,
      `insert into principia_job_history (id, queue, kind, attempt, enqueued_at, finished_at)
       values ($1, 'default', 'idle', 1, $2, $2)`,
      [newId(ago(days)), new Date(ago(days))],
    )
  const tables = async () =>
    (
      await query<{ rows: number }>(
        db,
        `select count(*)::integer as rows from principia_job_history group by tableoid
         order by tableoid = 'principia_job_history_rest'::regclass`,
      )
    ).map(({ rows }) => rows)
  for (const days of [0, 3, 10]) await end(days)
  expect(await tables()).toEqual([3])
  await Promise.all([tidy(db, 7), tidy(db, 7)])
  expect(await tables()).toEqual([1, 1])
  expect(await listJobs(db, { state: 'done' })).toHaveLength(2)
  await query(db, 'alter table principia_job_history detach partition principia_job_history_rest')
  const [old] = await query<{ name: string }>(
    db,
    "select to_char(now() at time zone 'UTC' - interval '9 days', 'YYYYMMDD') as name",
  )
  await query(
    db,
    `create table principia_job_history_${old?.name} partition of principia_job_history
     for values from ('2000-01-01') to ('2000-01-02')`,
  )
  await query(db, 'alter table principia_job_history attach partition principia_job_history_rest default')
  await tidy(db, 7)
  expect(await query(db, `select to_regclass('principia_job_history_${old?.name}') as name`)).toEqual([
    { name: null },
  ])
})
