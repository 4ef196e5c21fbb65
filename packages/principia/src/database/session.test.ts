import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runInScope } from '../context/index.ts'
import { openDatabase, type OpenDatabase } from './connect.ts'
import { notesDatabase, type NotesTables } from './fixtures/notes.ts'
import { proxyTo } from './fixtures/proxy.ts'
import { testScope } from './fixtures/scope.ts'
import { sqlState } from './sqlstate.ts'
import { testDatabase } from './testing.ts'
import { DatabaseUnavailable } from './unavailable.ts'

let db: OpenDatabase<NotesTables>

beforeEach(async () => {
  db = await testDatabase(notesDatabase)
})
afterEach(() => db.close())

const sleep = (seconds: number, mark = '') =>
  sql`select pg_sleep(${seconds}) /* ${sql.raw(mark)} */`.execute(db)

async function careless(): Promise<void> {
  await sql`select nothing`.execute(db)
}

async function running(mark: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity
    where state = 'active' and query like ${`%/* ${mark} */`} and pid <> pg_backend_pid()`.execute(db)
  return rows[0]?.n ?? -1
}

async function untilRunning(mark: string): Promise<void> {
  while ((await running(mark)) === 0);
}

test('a statement is recorded in the trace of the request it runs for', async () => {
  const scope = testScope()
  await runInScope(
    scope,
    () =>
      db
        .insertInto('notes')
        .values([{ title: 'a' }, { title: 'b' }])
        .execute(),
    undefined,
  )
  expect(scope.trace.queries).toEqual([
    {
      sql: 'insert into "notes" ("title") values ($1), ($2)',
      parameters: 2,
      at: expect.any(Number),
      duration: expect.any(Number),
      rows: 2,
      error: undefined,
    },
  ])
  const [query] = scope.trace.queries ?? []
  expect(query?.duration).toBeGreaterThan(0)
})

test('a transaction shows in the trace from begin to commit', async () => {
  const scope = testScope()
  await runInScope(
    scope,
    () => db.transaction({ isolation: 'serializable' }, (tx) => tx.selectFrom('notes').selectAll().execute()),
    undefined,
  )
  expect(scope.trace.queries?.map((query) => query.sql)).toEqual([
    'begin isolation level serializable',
    'select * from "notes"',
    'commit',
  ])
})

test('a failed statement is recorded with its error, whose stack leads to the caller', async () => {
  const scope = testScope()
  const error = await runInScope(scope, careless, undefined).catch((thrown: unknown) => thrown)
  expect(scope.trace.queries?.[0]?.error).toBe('column "nothing" does not exist')
  expect(error).toBeInstanceOf(Error)
  expect(error instanceof Error && error.stack).toContain('careless')
})

test('a quick statement never asks for the signal', async () => {
  await db.ping()
  const made: number[] = []
  // On a busy machine some may be slow; that all are would be strange.
  for (let i = 0; i < 20; i++) {
    const scope = testScope()
    await runInScope(scope, () => sql`select 1`.execute(db), undefined)
    made.push(scope.signalsMade)
  }
  expect(Math.min(...made)).toBe(0)
})

test('a slow statement listens, and leaves no listener behind', async () => {
  const scope = testScope()
  await runInScope(scope, () => sleep(0.05), undefined)
  expect(scope.signalsMade).toBeGreaterThan(0)
  expect(scope.listeners).toBe(0)
})

test('when the request ends, its statement ends on the server and rejects with the reason', async () => {
  const scope = testScope()
  const slow = runInScope(scope, () => sleep(60, 'cancel me'), undefined)
  slow.catch(() => undefined)
  await untilRunning('cancel me')
  const reason = new Error('the client went away')
  scope.abort(reason)
  await expect(slow).rejects.toBe(reason)
  expect(await running('cancel me')).toBe(0)
  expect(scope.trace.queries?.[0]?.error).toBe('canceling statement due to user request')
  expect(db.statistics).toMatchObject({ open: 2, idle: 2 })
})

test('a statement that would start after the end of the request does not', async () => {
  const scope = testScope()
  scope.trace.aborted = true
  scope.abort(new Error('too late'))
  await expect(runInScope(scope, () => sql`select 1`.execute(db), undefined)).rejects.toThrow('too late')
  expect(scope.trace.queries).toBeUndefined()
})

test('inside a transaction the cancel rolls it back and the connection stays good', async () => {
  const scope = testScope()
  const slow = runInScope(
    scope,
    () =>
      db.transaction(async (tx) => {
        await tx.insertInto('notes').values({ title: 'undone' }).execute()
        await sql`select pg_sleep(60) /* in tx */`.execute(tx)
      }),
    undefined,
  )
  slow.catch(() => undefined)
  await untilRunning('in tx')
  scope.abort(new Error('over'))
  await expect(slow).rejects.toThrow('over')
  expect(await db.selectFrom('notes').selectAll().execute()).toEqual([])
  expect(db.statistics.idle).toBe(db.statistics.open)
})

test('a cancel never hits the statement that comes after the one it was meant for', async () => {
  await db.withSession(async (session) => {
    for (let i = 0; i < 60; i++) {
      const scope = testScope()
      // Ends at about the time at which the cancel arrives: some are cancelled and some are not.
      const racing = runInScope(
        scope,
        () => sql`select pg_sleep(${0.006 + (i % 20) / 5000})`.execute(session),
        undefined,
      )
      setTimeout(() => scope.abort(new Error('over')), 8)
      await racing.catch(() => undefined)
      await sql`select pg_sleep(0.001)`.execute(session)
      expect(scope.listeners).toBe(0)
    }
  })
})

test('a caller who waits for a connection stops waiting when its request ends, and takes none along', async () => {
  const { max } = db.definition.pool
  const { promise, resolve } = Promise.withResolvers<void>()
  const busy = Array.from({ length: max }, () => db.transaction(() => promise))
  await vi.waitFor(() => expect(db.statistics).toMatchObject({ open: max, idle: 0, waiting: 0 }), {
    timeout: 5000,
  })
  const scope = testScope()
  const waiting = runInScope(scope, () => sql`select 1`.execute(db), undefined)
  waiting.catch(() => undefined)
  await vi.waitFor(() => expect(db.statistics.waiting).toBe(1), { timeout: 5000 })
  scope.abort(new Error('gave up'))
  await expect(waiting).rejects.toThrow('gave up')
  expect(db.statistics.waiting).toBe(0)
  resolve()
  await Promise.all(busy)
  expect(db.statistics).toEqual({ max, open: max, idle: max, waiting: 0 })
  expect(scope.listeners).toBe(0)
})

test('a statement that takes longer than the limit ends on the server', async () => {
  await sql`select set_config('statement_timeout', '20', false)`.execute(db)
  expect(sqlState(await sleep(5).catch((error: unknown) => error))).toBe('57014')
})

test('when the server has gone silent, the end of the request still ends the wait, and the connection is dropped', async () => {
  const proxy = await proxyTo(db.url)
  const far = await openDatabase(notesDatabase, proxy.url, () => undefined, undefined)
  const scope = testScope()
  const lost = runInScope(scope, () => sql`select pg_sleep(0.05)`.execute(far), undefined)
  lost.catch(() => undefined)
  proxy.silence()
  setTimeout(() => scope.abort(new Error('the deadline passed')), 20)
  await expect(lost).rejects.toThrow('the deadline passed')
  expect(far.statistics.open).toBe(0)
  proxy.close()
  await far.close()
})

test('a ping does not wait for a server that has gone silent', async () => {
  const proxy = await proxyTo(db.url)
  const far = await openDatabase(notesDatabase, proxy.url, () => undefined, undefined)
  proxy.silence()
  await expect(far.ping(50)).rejects.toBeInstanceOf(DatabaseUnavailable)
  proxy.close()
  await far.close()
})
