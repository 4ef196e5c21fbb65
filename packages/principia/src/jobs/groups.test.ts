import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { defineDatabase, query, type OpenDatabase } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'
import { t } from '../validation/index.ts'
import {
  cancelJobs,
  createWork,
  defineJob,
  discardJobs,
  doDueJobs,
  enqueue,
  enqueueChain,
  enqueueGroup,
  getJob,
  retryJobs,
  startWorker,
} from './index.ts'
import { tidy } from './tidy.ts'

const definition = defineDatabase<unknown>({ migrations: [createWork] })
const logger = pino({ level: 'silent' })
const Args = t.Object({ name: t.String() })

async function database() {
  const db = await testDatabase(definition)
  onTestFinished(() => db.close())
  return db
}

/** A job that notes what it does, and fails while it is told to. */
function noting() {
  const seen: string[] = []
  const failing = new Set<string>()
  const job = defineJob('note', { args: Args, attempts: 1 }, ({ args }) => {
    if (failing.has(args.name)) throw new Error(`${args.name} fails`)
    seen.push(args.name)
  })
  const named = (name: string) => job({ name })
  return {
    seen,
    failing,
    job,
    named,
    work: (db: OpenDatabase<unknown>) => doDueJobs({ db, jobs: [job], logger }),
  }
}

test('a chain goes on when the one before is done, and not when it fails', async () => {
  const db = await database()
  const { seen, failing, named, work } = noting()
  failing.add('b')
  const [, b, c] = await enqueueChain(db, ['a', 'b', 'c'].map(named))
  expect(await getJob(db, c ?? '')).toMatchObject({ state: 'blocked', blockedBy: 1 })
  await work(db)
  expect(seen).toEqual(['a'])
  expect(await getJob(db, b ?? '')).toMatchObject({ state: 'dead' })
  failing.clear()
  await retryJobs(db, 'all')
  await work(db)
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('the last job of a group begins when all others have ended, whoever did them', async () => {
  const db = await database()
  const seen: string[] = []
  const all = Promise.withResolvers<void>()
  const part = defineJob('part', { args: Args }, ({ args }) => void seen.push(args.name))
  const last = defineJob('last', { args: Args, transactional: true }, () => {
    seen.push('last')
    all.resolve()
  })
  const workers = await Promise.all([1, 2, 3].map(() => startWorker({ db, jobs: [part, last], logger })))
  const parts = Array.from({ length: 200 }, (_, index) => part({ name: String(index) }))
  await enqueueGroup(db, parts, { last: last({ name: 'last' }) })
  await all.promise
  await Promise.all(workers.map((worker) => worker.stop()))
  expect(seen).toHaveLength(201)
  expect(seen.at(-1)).toBe('last')
  expect(await query(db, 'select from principia_jobs')).toEqual([])
})

test('many workers that end jobs of several groups at once count each of them', async () => {
  const db = await database()
  let lasts = 0
  const all = Promise.withResolvers<void>()
  const part = defineJob('part', { args: Args }, () => undefined)
  const last = defineJob('last', { args: Args }, () => {
    if (++lasts === 10) all.resolve()
  })
  // A part of each group in turn, so that every batch has some of all.
  const groups = await Promise.all(
    Array.from({ length: 10 }, (_, group) =>
      enqueueGroup(
        db,
        Array.from({ length: 40 }, () => part({ name: String(group) })),
        { last: last({ name: String(group) }) },
      ),
    ),
  )
  const workers = await Promise.all([1, 2, 3, 4].map(() => startWorker({ db, jobs: [part, last], logger })))
  await all.promise
  await Promise.all(workers.map((worker) => worker.stop()))
  for (const { last: id } of groups) expect(await getJob(db, id)).toMatchObject({ state: 'done' })
})

test('a group of none begins with its end', async () => {
  const db = await database()
  const { seen, named, work } = noting()
  await enqueueGroup(db, [], { last: named('last') })
  await work(db)
  expect(seen).toEqual(['last'])
})

test('what waits for a dead job goes on when that is discarded, and is cancelled when one is cancelled', async () => {
  const db = await database()
  const { seen, failing, named, work } = noting()
  failing.add('a')
  await enqueueGroup(db, ['a', 'b'].map(named), { last: named('last') })
  await work(db)
  expect(seen).toEqual(['b'])
  await discardJobs(db, 'all')
  await work(db)
  expect(seen).toEqual(['b', 'last'])

  const ids = await enqueueChain(db, ['x', 'y', 'z'].map(named))
  expect(await cancelJobs(db, ids[0] ?? '')).toEqual({ removed: 1, told: 0 })
  await work(db)
  expect(seen).toEqual(['b', 'last'])
  for (const id of ids) expect(await getJob(db, id)).toMatchObject({ state: 'cancelled' })
})

test('all of a group can be cancelled at once', async () => {
  const db = await database()
  const { named } = noting()
  await enqueueGroup(db, ['a', 'b'].map(named), { last: named('last') })
  expect(await cancelJobs(db, 'all')).toEqual({ removed: 3, told: 0 })
  expect(await query(db, 'select from principia_jobs')).toEqual([])
})

test('for a time, a key keeps others from being enqueued, also once its job is done', async () => {
  const db = await database()
  const { seen, named, work } = noting()
  const once = { dedupe: { key: 'k', for: 3_600_000 } }
  const first = await enqueue(db, named('a'), once)
  expect(first.duplicate).toBe(false)
  await work(db)
  expect(await enqueue(db, named('b'), once)).toEqual({ id: first.id, duplicate: true })
  await query(db, "update principia_job_keys set until = now() - interval '1 second'")
  const later = await enqueue(db, named('c'), once)
  expect(later.duplicate).toBe(false)
  await work(db)
  expect(seen).toEqual(['a', 'c'])
  await query(db, "update principia_job_keys set until = now() - interval '1 second'")
  await tidy(db, 7)
  expect(await query(db, 'select from principia_job_keys')).toEqual([])
  await expect(enqueue(db, named('d'), { dedupe: { key: 'k', for: 0 } })).rejects.toThrow('above 0; got 0')
})

test('many who enqueue with one key at once enqueue one job', async () => {
  const db = await database()
  const { named } = noting()
  const enqueued = await Promise.all(
    Array.from({ length: 8 }, () => enqueue(db, named('a'), { dedupe: { key: 'k', for: 60_000 } })),
  )
  expect(new Set(enqueued.map(({ id }) => id)).size).toBe(1)
  expect(enqueued.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
  expect(await query(db, 'select from principia_jobs')).toHaveLength(1)
})
