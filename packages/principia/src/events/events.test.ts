import { sql } from 'kysely'
import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { defineDatabase, migration, type Database } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'
import { createWork } from '../jobs/index.ts'
import { t } from '../validation/index.ts'
import {
  append,
  catchUp,
  defineConsumer,
  defineEvent,
  emit,
  follow,
  readStream,
  StreamMoved,
  type Consumer,
  type DefineConsumer,
} from './index.ts'

interface Tables {
  seen: { n: number }
}

const createSeen = migration('create-seen', {
  up: (db) => sql`create table seen (at bigint generated always as identity, n integer not null)`.execute(db),
})
const definition = defineDatabase<Tables>({ migrations: [createWork, createSeen] })
const log = pino({ level: 'silent' })

async function database() {
  const db = await testDatabase(definition)
  onTestFinished(() => db.close())
  return db
}
type Opened = Awaited<ReturnType<typeof database>>

const counted = defineEvent('counted', { data: t.Object({ n: t.Integer() }) })
const define = defineConsumer as DefineConsumer<{ db: Database<Tables> }>
const writeDown = define('write-down', { events: [counted] }, async ({ event, db }) => {
  await db.insertInto('seen').values({ n: event.data.n }).execute()
})

async function seen(db: Opened): Promise<number[]> {
  const rows = await db
    .selectFrom('seen')
    .select('n')
    .orderBy(sql`at`)
    .execute()
  return rows.map(({ n }) => n)
}

async function handleAll(db: Opened, consumer: Consumer = writeDown): Promise<void> {
  await catchUp({ db: db as never, consumers: [consumer], log })
}

async function numbers(db: Opened, stream: string, options = {}): Promise<number[]> {
  const found: number[] = []
  for await (const { data } of readStream(db, stream, [counted], options)) found.push(data.n)
  return found
}

describe('a stream', () => {
  test('has its events in order, with versions without gaps', async () => {
    const db = await database()
    expect(await append(db, 'a', [counted({ n: 1 }), counted({ n: 2 })])).toBe(2)
    expect(await append(db, 'b', [counted({ n: 9 })])).toBe(1)
    expect(await append(db, 'a', [counted({ n: 3 })])).toBe(3)
    expect(await numbers(db, 'a')).toEqual([1, 2, 3])
    expect(await numbers(db, 'a', { after: 1, upTo: 2 })).toEqual([2])
  })

  test('refuses whoever expects another version than it has', async () => {
    const db = await database()
    await append(db, 'a', [counted({ n: 1 })], { expected: 0 })
    await expect(append(db, 'a', [counted({ n: 2 })], { expected: 0 })).rejects.toThrow(StreamMoved)
    await expect(append(db, 'a', [counted({ n: 2 })], { expected: 2 })).rejects.toThrow(StreamMoved)
    expect(await append(db, 'a', [counted({ n: 2 })], { expected: 1 })).toBe(2)
  })

  test('lets one of many who expect the same version append', async () => {
    const db = await database()
    await append(db, 'a', [counted({ n: 0 })])
    const tries = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((n) => append(db, 'a', [counted({ n })], { expected: 1 })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await numbers(db, 'a')).toHaveLength(2)
  })

  test('is read as it was at a time', async () => {
    const db = await database()
    await append(db, 'a', [counted({ n: 1 })])
    await sql`update principia_events set appended_at = '2026-01-01T00:00:00Z'`.execute(db)
    await append(db, 'a', [counted({ n: 2 })])
    expect(await numbers(db, 'a', { asOf: new Date('2026-02-01') })).toEqual([1])
  })

  test('refuses data that is not what the schema says', async () => {
    const db = await database()
    await expect(append(db, 'a', [counted({ n: 0.5 })])).rejects.toThrow('/n must be an integer')
  })
})

describe('a consumer', () => {
  test('gets each event once, in order', async () => {
    const db = await database()
    await append(db, 'a', [counted({ n: 1 }), counted({ n: 2 })])
    await emit(db, counted({ n: 3 }))
    await handleAll(db)
    await handleAll(db)
    expect(await seen(db)).toEqual([1, 2, 3])
  })

  test('skips nothing that commits late', async () => {
    const db = await database()
    const written = Promise.withResolvers<void>()
    const commit = Promise.withResolvers<void>()
    const late = db.transaction(async (tx) => {
      await emit(tx, counted({ n: 1 }))
      written.resolve()
      await commit.promise
    })
    await written.promise
    await emit(db, counted({ n: 2 }))
    await handleAll(db)
    expect(await seen(db)).toEqual([2])
    commit.resolve()
    await late
    await handleAll(db)
    expect(await seen(db)).toEqual([2, 1])
  })

  test('has not moved on where its handler failed, and is tried again', async () => {
    const db = await database()
    let fails = true
    const fragile = define('fragile', { events: [counted] }, async ({ event, db: tx }) => {
      await tx.insertInto('seen').values({ n: event.data.n }).execute()
      if (fails && event.data.n === 2) throw new Error('not yet')
    })
    await append(db, 'a', [counted({ n: 1 }), counted({ n: 2 })])
    await handleAll(db, fragile)
    expect(await seen(db)).toEqual([])
    const { rows } = await sql`select failures, last_error from principia_consumers`.execute(db)
    expect(rows).toEqual([{ failures: 1, last_error: expect.stringContaining('not yet') as string }])
    fails = false
    await sql`update principia_consumers set retry_at = null`.execute(db)
    await handleAll(db, fragile)
    expect(await seen(db)).toEqual([1, 2])
  })

  test('is moved by one process at a time', async () => {
    const db = await database()
    await append(
      db,
      'a',
      Array.from({ length: 300 }, (_, n) => counted({ n })),
    )
    const twins = Array.from({ length: 3 }, () => follow({ db: db as never, consumers: [writeDown], log }))
    const all = async () => (await seen(db)).length
    await expect.poll(all, { timeout: 20_000 }).toBe(300)
    for (const twin of twins) await (await twin)[Symbol.asyncDispose]()
    expect(await seen(db)).toEqual(Array.from({ length: 300 }, (_, n) => n))
  })

  test('follows as events are written, while many write', async () => {
    const db = await database()
    const all = Promise.withResolvers<void>()
    let count = 0
    const counting = define('counting', { events: [counted] }, ({ event }) => {
      void event
      if (++count === 200) all.resolve()
    })
    await using follower = await follow({ db: db as never, consumers: [counting], log })
    const write = async (from: number) => {
      for (let n = from; n < from + 50; n++) {
        await append(db, `stream-${n % 7}`, [counted({ n })])
        follower.wake()
      }
    }
    await Promise.all([write(0), write(50), write(100), write(150)])
    await all.promise
    expect(count).toBe(200)
  })
})

test('events of an older shape are read as the newest one has them', async () => {
  const db = await database()
  const first = defineEvent('named', { data: t.Object({ name: t.String() }) })
  await append(db, 'a', [first({ name: 'Ada Lovelace' })])
  const named = defineEvent('named', {
    version: 2,
    data: t.Object({ given: t.String(), family: t.String() }),
    upcast: {
      1: ({ name }: { name: string }) => {
        const [given = '', family = ''] = name.split(' ')
        return { given, family }
      },
    },
  })
  await append(db, 'a', [named({ given: 'Alan', family: 'Turing' })])
  const found: unknown[] = []
  for await (const { data } of readStream(db, 'a', [named])) found.push(data)
  expect(found).toEqual([
    { given: 'Ada', family: 'Lovelace' },
    { given: 'Alan', family: 'Turing' },
  ])
  expect(() => defineEvent('named', { version: 2, data: t.Object({}) })).toThrow('what makes version 2')
})
