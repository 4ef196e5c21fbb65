import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { defineDatabase, query, type OpenDatabase } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'
import { t } from '../validation/index.ts'
import { claimLimited } from './claim.ts'
import { newId } from './ids.ts'
import {
  createWork,
  defineJob,
  enqueue,
  limitMistakes,
  startWorker,
  type Job,
  type JobLimit,
  type WorkerOptions,
} from './index.ts'
import { limitsOf } from './limit.ts'
import { tidy } from './tidy.ts'

const definition = defineDatabase<unknown>({ migrations: [createWork], pool: { max: 16 } })
const logger = pino({ level: 'silent' })
const Args = t.Object({ key: t.String(), n: t.Integer() })
type Limit = JobLimit<{ readonly key: string }>

async function database() {
  const db = await testDatabase(definition)
  onTestFinished(() => db.close())
  return db
}

function limited(limit: Limit, handler: () => Promise<void> | void = () => undefined, queue = 'limited') {
  return defineJob('limited', { args: Args, limit, queue }, handler)
}

const perKey = ({ key }: { readonly key: string }) => key

async function enqueueEach(
  db: OpenDatabase<unknown>,
  job: Job<typeof Args>,
  keys: readonly string[],
  each = 1,
) {
  await enqueue(
    db,
    keys.flatMap((key) => Array.from({ length: each }, (_, n) => job({ key, n }))),
  )
}

/** Claims as a worker of its own does. */
async function claimer(db: OpenDatabase<unknown>, job: Job, limits: WorkerOptions<unknown>['limits'] = {}) {
  const worker = newId()
  await query(db, 'insert into principia_workers (id) values ($1)', [worker])
  const waits: number[] = []
  const rules = limitsOf([job], limits).get('limited') ?? {}
  const claim = claimLimited(db, 'limited', rules, (wait) => waits.push(wait))
  return {
    claim: async (most: number) =>
      (await claim(worker, most)).map(({ args }) => (args as { key: string }).key),
    waits,
  }
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `k${String(index).padStart(4, '0')}`)
}

test('many who claim at once take no more of a key than may run', async () => {
  const db = await database()
  const job = limited({ key: perKey, concurrency: 3 })
  await enqueueEach(db, job, ['a', 'b', 'c', 'd'], 20)
  const claimers = await Promise.all(Array.from({ length: 12 }, () => claimer(db, job)))
  const claimed = (await Promise.all(claimers.map(({ claim }) => claim(10)))).flat()
  expect(claimed.toSorted().join('')).toBe('aaabbbcccddd')
})

test('many who claim at once take no more of a queue than may run', async () => {
  const db = await database()
  const job = limited({ key: perKey, concurrency: 3 })
  await enqueueEach(db, job, names(20), 20)
  const limits = { limited: { concurrency: 7 } }
  const claimers = await Promise.all(Array.from({ length: 12 }, () => claimer(db, job, limits)))
  expect((await Promise.all(claimers.map(({ claim }) => claim(10)))).flat()).toHaveLength(7)
})

test('workers run together what a limit lets them, and all of it in the end', async () => {
  const db = await database()
  let running = 0
  let most = 0
  let done = 0
  const all = Promise.withResolvers<void>()
  const job = limited({ concurrency: 2 }, async () => {
    most = Math.max(most, ++running)
    await query(db, 'select 1')
    running--
    if (++done === 60) all.resolve()
  })
  await enqueueEach(db, job, ['a'], 60)
  const workers = await Promise.all([1, 2, 3].map(() => startWorker({ db, jobs: [job], logger })))
  await all.promise
  await Promise.all(workers.map((worker) => worker.stop()))
  expect(most).toBe(2)
  expect(await query(db, 'select from principia_job_history')).toHaveLength(60)
})

test('a key with much to do does not keep others from their turn', async () => {
  const db = await database()
  const job = limited({ key: perKey, concurrency: 5 })
  await enqueueEach(db, job, ['a'], 50)
  await enqueueEach(db, job, ['b', 'c'])
  const { claim } = await claimer(db, job)
  expect((await claim(3)).toSorted()).toEqual(['a', 'b', 'c'])
})

test('keys take turns also where only one is taken at a time', async () => {
  const db = await database()
  const job = limited({ key: perKey, concurrency: 100 })
  await enqueueEach(db, job, ['a', 'b', 'c'], 3)
  const { claim } = await claimer(db, job)
  const turns: string[] = []
  for (let turn = 0; turn < 6; turn++) turns.push(...(await claim(1)))
  expect(turns.join('')).toBe('abcabc')
})

test('a key with room is found behind hundreds that have none', async () => {
  const db = await database()
  const job = limited({ key: perKey, concurrency: 1 })
  const { claim } = await claimer(db, job)
  await enqueueEach(db, job, names(450), 2)
  let first = 0
  for (let taken = -1; taken !== 0; first += taken) taken = (await claim(1000)).length
  expect(first).toBe(450)
  await enqueueEach(db, job, ['z'])
  expect(await claim(10)).toEqual(['z'])
})

test('a rate lets so many in at once, then one after the other, and says when', async () => {
  const db = await database()
  const job = limited({ key: perKey, rate: '1/h burst 2' })
  await enqueueEach(db, job, ['a', 'b'], 5)
  const { claim, waits } = await claimer(db, job)
  expect((await claim(10)).toSorted()).toEqual(['a', 'a', 'b', 'b'])
  expect(await claim(10)).toEqual([])
  expect(waits.at(-1)).toBeGreaterThan(3_590_000)
  expect(waits.at(-1)).toBeLessThanOrEqual(3_600_000)
  await query(
    db,
    "update principia_limits set recovered_at = recovered_at - interval '1 hour' where key = 'limited:a'",
  )
  expect(await claim(10)).toEqual(['a'])
  expect(await claim(10)).toEqual([])
})

test('a worker begins by itself when a rate lets it, in the order of priority', async () => {
  const db = await database()
  const seen: number[] = []
  const all = Promise.withResolvers<void>()
  const job = defineJob('limited', { args: Args, limit: { rate: '50/s' } }, ({ args }) => {
    if (seen.push(args.n) === 10) all.resolve()
  })
  for (let n = 0; n < 10; n++) await enqueue(db, job({ key: 'a', n }), { priority: n })
  const worker = await startWorker({ db, jobs: [job], logger })
  await all.promise
  await worker.stop()
  expect(seen).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
})

test('the limit of a queue holds for jobs that have none of their own', async () => {
  const db = await database()
  const job = defineJob('free', { args: Args, queue: 'limited' }, () => undefined)
  await enqueueEach(db, job, ['a'], 5)
  const limits = { limited: { concurrency: 2 } }
  const [one, other] = [await claimer(db, job, limits), await claimer(db, job, limits)]
  expect([await one.claim(10), await other.claim(10)]).toEqual([['a', 'a'], []])
})

test('limits that nothing counts for any more are forgotten', async () => {
  const db = await database()
  const job = limited({ key: perKey, concurrency: 1 })
  await enqueueEach(db, job, ['a', 'b'])
  await (await claimer(db, job)).claim(10)
  await query(db, "delete from principia_jobs where limit_key = 'limited:a'")
  await tidy(db, 7)
  expect(await query(db, 'select key from principia_limits')).toEqual([{ key: 'limited:b' }])
})

test.each([
  [{}, '`concurrency`, a `rate`'],
  [{ concurrency: 0 }, 'a whole number from 1; got 0'],
  [{ rate: 'ten' }, '"ten" is not a limit'],
  [{ rate: '10/s per user' }, '"10/s per user" is not a rate'],
])('a limit that makes no sense is refused: %j', (limit, message) => {
  expect(() => limited(limit)).toThrow(message)
})

test('limits of unknown queues and queues of two minds are mistakes', () => {
  const one = limited({ concurrency: 1 })
  const other = defineJob('other', { args: Args, queue: 'limited' }, () => undefined)
  expect(limitMistakes([one, other], { mail: { concurrency: 1 } })).toEqual([
    'there is a limit for queue "mail", but no job is in it.',
    'queue "limited" has job "limited", which has a limit, and "other", which has none; put one in another queue.',
  ])
  expect(limitMistakes([one], { limited: { rate: '1/s' } })).toEqual([])
})
