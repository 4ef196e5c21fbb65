import { sql } from 'kysely'
import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { defineDatabase, migration, type Database, type OpenDatabase } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'
import { t } from '../validation/index.ts'
import {
  armFaultPoint,
  createWork,
  defineJob,
  type DefineJob,
  enqueue,
  startWorker,
  type Job,
  type WorkerOptions,
} from './index.ts'

interface Tables {
  effects: { id: string; attempt: number }
}

const createEffects = migration('create-effects', {
  up: (db) => sql`create table effects (id text not null, attempt integer not null)`.execute(db),
})
const definition = defineDatabase<Tables>({ migrations: [createWork, createEffects] })
const logger = pino({ level: 'silent' })

async function database() {
  const db = await testDatabase(definition)
  onTestFinished(() => db.close())
  return db
}

async function working(
  db: OpenDatabase<Tables>,
  jobs: readonly Job[],
  options: Partial<WorkerOptions<Tables>> = {},
) {
  const worker = await startWorker({ db, jobs, logger, ...options })
  onTestFinished(async () => void (await worker.stop()))
  return worker
}

/** What an attempt did, which can be waited for. */
function recorder<T>() {
  const seen: T[] = []
  let waiting: { count: number; resolve: () => void } | undefined
  return {
    seen,
    add(value: T) {
      seen.push(value)
      if (waiting !== undefined && seen.length >= waiting.count) waiting.resolve()
    },
    async count(count: number): Promise<T[]> {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting = { count, resolve }
      if (seen.length < count) await promise
      return seen
    },
  }
}

const Args = t.Object({ n: t.Integer() })

async function left(
  db: OpenDatabase<Tables>,
): Promise<{ state: string; attempt: number; last_error: string | null }[]> {
  const { rows } = await sql<{ state: string; attempt: number; last_error: string | null }>`
    select state, attempt, last_error from principia_jobs order by id`.execute(db)
  return rows
}

test('a job that was enqueued is done once, with its arguments, and leaves a line of history', async () => {
  const db = await database()
  const done = recorder<unknown>()
  const add = defineJob('add', { args: Args }, ({ args, job }) => done.add({ args, attempt: job.attempt }))
  const worker = await working(db, [add])
  await enqueue(db, add({ n: 1 }))
  expect(await done.count(1)).toEqual([{ args: { n: 1 }, attempt: 1 }])
  await worker.stop()
  expect(await left(db)).toEqual([])
  const { rows } = await sql`select kind, queue, attempt from principia_job_history`.execute(db)
  expect(rows).toEqual([{ kind: 'add', queue: 'default', attempt: 1 }])
})

test('a job is there if its transaction commits, and never was if not', async () => {
  const db = await database()
  const add = defineJob('add', { args: Args }, () => undefined)
  await expect(
    db.transaction(async (tx) => {
      await enqueue(tx, add({ n: 1 }))
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await left(db)).toEqual([])
  await db.transaction((tx) => enqueue(tx, [add({ n: 1 }), add({ n: 2 })]))
  expect(await left(db)).toHaveLength(2)
})

test('arguments that the schema refuses are refused when they are enqueued', async () => {
  const db = await database()
  const add = defineJob('add', { args: Args }, () => undefined)
  await expect(enqueue(db, add({ n: 1.5 }))).rejects.toThrow('/n must be an integer')
})

test('what fails is tried again, and given up after its last attempt', async () => {
  const db = await database()
  const tried = recorder<number>()
  const fails = defineJob('fails', { args: Args, attempts: 3, backoff: { first: 1 } }, ({ job }) => {
    tried.add(job.attempt)
    throw new Error(`attempt ${job.attempt}`)
  })
  const worker = await working(db, [fails])
  await enqueue(db, fails({ n: 1 }))
  expect(await tried.count(3)).toEqual([1, 2, 3])
  await worker.stop()
  expect(await left(db)).toMatchObject([
    { state: 'dead', attempt: 3, last_error: expect.stringContaining('attempt 3') as string },
  ])
})

test('jobs go by priority, then in the order in which they were enqueued', async () => {
  const db = await database()
  const done = recorder<number>()
  const add = defineJob('add', { args: Args }, ({ args }) => done.add(args.n))
  for (const [n, priority] of [
    [1, 0],
    [2, 0],
    [3, 5],
    [4, -1],
    [5, 5],
  ] as const)
    await enqueue(db, add({ n }), { priority })
  await working(db, [add], { concurrency: 1 })
  expect(await done.count(5)).toEqual([3, 5, 1, 2, 4])
})

test('a key keeps a second job from being enqueued while the first is not done', async () => {
  const db = await database()
  const add = defineJob('add', { args: Args }, () => undefined)
  const first = await enqueue(db, add({ n: 1 }), { key: 'once' })
  expect(await enqueue(db, add({ n: 2 }), { key: 'once' })).toEqual({ id: first.id, duplicate: true })
  expect(await enqueue(db, add({ n: 2 }), { key: 'other' })).toMatchObject({ duplicate: false })
})

test('a job with a delay waits', async () => {
  const db = await database()
  const done = recorder<number>()
  const add = defineJob('add', { args: Args }, ({ args }) => done.add(args.n))
  await enqueue(db, add({ n: 1 }), { delay: 3_600_000 })
  await enqueue(db, add({ n: 2 }), { delay: 50 })
  const worker = await working(db, [add])
  expect(await done.count(1)).toEqual([2])
  await worker.stop()
  expect(await left(db)).toMatchObject([{ state: 'scheduled' }])
})

test('an attempt that takes too long is told to end, and fails', async () => {
  const db = await database()
  const ended = recorder<unknown>()
  const slow = defineJob('slow', { args: Args, timeout: 20, attempts: 1 }, async ({ signal }) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => resolve())
    await promise
    ended.add(signal.reason)
    throw signal.reason
  })
  const worker = await working(db, [slow])
  await enqueue(db, slow({ n: 1 }))
  await ended.count(1)
  await worker.stop()
  expect(await left(db)).toMatchObject([
    { state: 'dead', last_error: expect.stringContaining('longer than the 20 ms') as string },
  ])
})

describe('a worker that is lost', () => {
  test('has its jobs taken back, and what it says of them later is not heard', async () => {
    const db = await database()
    const begun = recorder<number>()
    const stuck = Promise.withResolvers<void>()
    const add = defineJob('add', { args: Args }, async ({ job }) => {
      begun.add(job.attempt)
      if (job.attempt === 1) await stuck.promise
    })
    const silent = armFaultPoint('heartbeat:before', () => new Promise<void>(() => undefined))
    onTestFinished(() => silent[Symbol.dispose]())
    const first = await startWorker({ db, jobs: [add], logger, heartbeat: 20, lease: 60_000 })
    await enqueue(db, add({ n: 1 }))
    await begun.count(1)
    await sql`update principia_workers set heartbeat_at = now() - interval '1 hour'`.execute(db)
    const second = await working(db, [add], { heartbeat: 60_000 })
    expect(await begun.count(2)).toEqual([1, 2])
    stuck.resolve()
    await second.stop()
    const { rows } = await sql`select attempt from principia_job_history`.execute(db)
    expect(rows).toEqual([{ attempt: 2 }])
    void first
  })

  test('does not commit what a transactional job of its has written', async () => {
    const db = await database()
    const begun = recorder<number>()
    const stuck = Promise.withResolvers<void>()
    const define = defineJob as DefineJob<{ db: Database<Tables> }>
    const add = define('add', { args: Args, transactional: true }, async ({ job, db: tx }) => {
      await tx.insertInto('effects').values({ id: job.id, attempt: job.attempt }).execute()
      begun.add(job.attempt)
      if (job.attempt === 1) await stuck.promise
    })
    const worker = await working(db, [add])
    await enqueue(db, add({ n: 1 }))
    await begun.count(1)
    await sql`update principia_jobs set worker = null, state = 'waiting'`.execute(db)
    expect(await begun.count(2)).toEqual([1, 2])
    stuck.resolve()
    await worker.stop()
    expect(await db.selectFrom('effects').select('attempt').execute()).toEqual([{ attempt: 2 }])
  })
})

test('a worker that stops hands back at once what has not begun, and waits for what has', async () => {
  const db = await database()
  const begun = recorder<number>()
  const go = Promise.withResolvers<void>()
  const add = defineJob('add', { args: Args }, async ({ args }) => {
    begun.add(args.n)
    await go.promise
  })
  const worker = await working(db, [add], { concurrency: 1 })
  await enqueue(db, [add({ n: 1 }), add({ n: 2 })])
  await begun.count(1)
  const stopped = worker.stop()
  go.resolve()
  expect(await stopped).toBe(true)
  expect(begun.seen).toEqual([1])
  expect(await left(db)).toEqual([{ state: 'waiting', attempt: 0, last_error: null }])
})
