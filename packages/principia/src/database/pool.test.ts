import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connectDatabase, openDatabase, type OpenDatabase } from './connect.ts'
import { defineDatabase } from './definition.ts'
import { notesDatabase, type NotesTables } from './fixtures/notes.ts'
import { testDatabase } from './testing.ts'
import { DatabaseUnavailable } from './unavailable.ts'

const small = defineDatabase<NotesTables>({
  migrations: notesDatabase.migrations,
  pool: { max: 2, acquireTimeout: 1000, idleTimeout: 50 },
})
let db: OpenDatabase<NotesTables>

beforeEach(async () => {
  db = await testDatabase(small)
})
afterEach(() => db.close())

/** Ends every connection to the test's database, as a restart of the server does. */
async function terminateAll(): Promise<void> {
  await using other = await testDatabase(small)
  await sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = ${await nameOf(db)}`.execute(other)
}

async function nameOf(database: OpenDatabase<NotesTables>): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database)
  return rows[0]?.name
}

test('no more connections than the limit are open', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const all = Array.from({ length: 8 }, () => db.transaction(() => promise))
  await vi.waitFor(() => expect(db.statistics).toEqual({ max: 2, open: 2, idle: 0, waiting: 6 }), {
    timeout: 5000,
  })
  resolve()
  await Promise.all(all)
  expect(db.statistics).toMatchObject({ open: 2, waiting: 0 })
})

test('those who wait are served in the order in which they came', async () => {
  await using single = await testDatabase(defineDatabase({ ...small, pool: { max: 1 } }))
  const order: number[] = []
  await Promise.all([0, 1, 2, 3].map((i) => sql`select 1`.execute(single).then(() => order.push(i))))
  expect(order).toEqual([0, 1, 2, 3])
})

test('who waits too long is told so, with a 503 that hides the details from the client', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const busy = [1, 2].map(() => db.transaction(() => promise))
  const error = await sql`select 1`.execute(db).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(DatabaseUnavailable)
  expect(error).toMatchObject({ status: 503, message: 'The service cannot answer right now' })
  expect(error instanceof Error && error.cause).toMatchObject({
    message: expect.stringContaining('no connection came free within 1000 ms: 2 of 2 are in use'),
  })
  resolve()
  await Promise.all(busy)
  expect(db.statistics.waiting).toBe(0)
})

test('connections that the server ended are replaced', async () => {
  await Promise.all([1, 2].map(() => sql`select pg_sleep(0.01)`.execute(db)))
  await terminateAll()
  await db.ping()
  expect(await db.selectFrom('notes').selectAll().execute()).toEqual([])
})

test('a database that is lost and found again is told of once each', async () => {
  const told: unknown[] = []
  const log = {
    info: (_: unknown, line?: string) => told.push(line),
    warn: (_: unknown, line?: string) => told.push(line),
  }
  const url = new URL(db.url)
  url.pathname = `/${await nameOf(db)}`
  const patient = defineDatabase({ ...small, pool: { max: 2, idleTimeout: 60_000 } })
  await using watched = await openDatabase(patient, url.href, () => undefined, log)
  await terminateAll()
  await vi.waitFor(() => expect(told).toEqual(['a database connection was lost']), { timeout: 5000 })
  await watched.ping()
  await watched.ping()
  expect(told).toEqual(['a database connection was lost', 'the database answers again'])
})

test('a connection that ends while a statement runs fails that statement alone', async () => {
  const other = sql<{ one: number }>`select 1 as one from pg_sleep(0.05)`.execute(db)
  const ended = sql`select pg_terminate_backend(pg_backend_pid()), pg_sleep(5)`.execute(db)
  await expect(ended).rejects.toBeInstanceOf(DatabaseUnavailable)
  await db.ping()
  expect((await other).rows).toEqual([{ one: 1 }])
})

test('a transaction whose connection ends rejects, and the next one works', async () => {
  const lost = db.transaction(async (tx) => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx).catch(() => undefined)
    await tx.selectFrom('notes').selectAll().execute()
  })
  await expect(lost).rejects.toBeInstanceOf(DatabaseUnavailable)
  await db.transaction((tx) => tx.insertInto('notes').values({ title: 'after' }).execute())
})

test('connections nobody uses are closed', async () => {
  await db.ping()
  expect(db.statistics.open).toBe(1)
  await vi.waitFor(() => expect(db.statistics.open).toBe(0), { timeout: 5000 })
  await db.ping()
})

test('after close there are no connections and no queries', async () => {
  await db.close()
  await db.close()
  expect(db.statistics).toMatchObject({ open: 0, idle: 0, waiting: 0 })
  await expect(db.ping()).rejects.toBeInstanceOf(DatabaseUnavailable)
})

test('close waits for what is running', async () => {
  const running = sql<{ one: number }>`select 1 as one from pg_sleep(0.1)`.execute(db)
  await vi.waitFor(() => expect(db.statistics).toMatchObject({ idle: 0, waiting: 0 }), { timeout: 5000 })
  await db.close()
  expect((await running).rows).toEqual([{ one: 1 }])
})

test('a server that does not answer is unavailable, with the reason', async () => {
  const gone = connectDatabase(small, { url: 'postgres://me:secret@127.0.0.1:1/shop' })
  await expect(gone).rejects.toThrow('PostgreSQL at 127.0.0.1:1 can not be reached: connection refused')
})
