import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runInScope } from '../context/index.ts'
import type { OpenDatabase } from './connect.ts'
import type { Transaction } from './database.ts'
import { notesDatabase, type NotesTables } from './fixtures/notes.ts'
import { testScope } from './fixtures/scope.ts'
import { sqlState } from './sqlstate.ts'
import { testDatabase } from './testing.ts'

let db: OpenDatabase<NotesTables>

beforeEach(async () => {
  db = await testDatabase(notesDatabase)
  await db
    .insertInto('notes')
    .values([{ title: 'one' }, { title: 'two' }])
    .execute()
})
afterEach(() => db.close())

const titles = async () =>
  (await db.selectFrom('notes').select('title').orderBy('id').execute()).map((n) => n.title)
const add = (tx: Transaction<NotesTables>, title: string) =>
  tx.insertInto('notes').values({ title }).execute()
const raise = (tx: Transaction<NotesTables>, id: number) =>
  tx
    .updateTable('notes')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()

/** A point that the given number of callers must reach before any of them goes on. */
function meeting(parties: number): () => Promise<void> {
  let missing = parties
  const { promise, resolve } = Promise.withResolvers<void>()
  return () => {
    if (--missing === 0) resolve()
    return promise
  }
}

test('what resolves is committed and its result given', async () => {
  expect(await db.transaction(async (tx) => (await add(tx, 'three'), 3))).toBe(3)
  expect(await titles()).toEqual(['one', 'two', 'three'])
})

test('what rejects is rolled back and the error goes through', async () => {
  const failure = new Error('no')
  const failing = db.transaction(async (tx) => {
    await add(tx, 'three')
    throw failure
  })
  await expect(failing).rejects.toBe(failure)
  expect(await titles()).toEqual(['one', 'two'])
  expect(db.statistics).toMatchObject({ open: 1, idle: 1 })
})

test('two transactions that could not have come one after the other: the loser is run again', async () => {
  let runs = 0
  const met = meeting(2)
  // Write skew: each counts all notes and adds one; in any order one of them must see the other's.
  const count = () =>
    db.transaction({ isolation: 'serializable' }, async (tx) => {
      runs++
      const { n } = await tx
        .selectFrom('notes')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      if (runs <= 2) await met()
      await add(tx, `after ${n}`)
    })
  await Promise.all([count(), count()])
  expect(runs).toBe(3)
  expect((await titles()).slice(2).toSorted()).toEqual(['after 2', 'after 3'])
})

test('of two transactions that wait for each other one is run again', async () => {
  let runs = 0
  const met = meeting(2)
  const raiseBoth = (first: number, second: number) =>
    db.transaction(async (tx) => {
      runs++
      await raise(tx, first)
      if (runs <= 2) await met()
      await raise(tx, second)
    })
  await Promise.all([raiseBoth(1, 2), raiseBoth(2, 1)])
  expect(runs).toBe(3)
  const rows = await db.selectFrom('notes').select('version').execute()
  expect(rows).toEqual([{ version: 3 }, { version: 3 }])
})

test('a conflict that stays is given up after the attempts that were asked for', async () => {
  let runs = 0
  const conflicting = db.transaction({ isolation: 'repeatable read', attempts: 3 }, async (tx) => {
    runs++
    await tx.selectFrom('notes').selectAll().execute()
    await db.transaction((other) => raise(other, 1))
    await raise(tx, 1)
  })
  expect(sqlState(await conflicting.catch((error: unknown) => error))).toBe('40001')
  expect(runs).toBe(3)
})

test('other errors are not retried', async () => {
  let runs = 0
  const failing = db.transaction(async (tx) => {
    runs++
    await tx.insertInto('notes').values({ id: 1, title: 'again' }).execute()
  })
  await expect(failing).rejects.toThrow('duplicate key')
  expect(runs).toBe(1)
})

test('read only means it', async () => {
  const writing = db.transaction({ readOnly: true }, (tx) => add(tx, 'three'))
  expect(sqlState(await writing.catch((error: unknown) => error))).toBe('25006')
})

test('a transaction inside one fails alone', async () => {
  await db.transaction(async (tx) => {
    await add(tx, 'kept')
    await expect(
      tx.transaction(async (inner) => {
        await add(inner, 'undone')
        await inner.transaction((innermost) => add(innermost, 'undone too'))
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await tx.transaction((inner) => add(inner, 'kept too'))
  })
  expect(await titles()).toEqual(['one', 'two', 'kept', 'kept too'])
})

test('two transactions inside one at the same time are refused', async () => {
  const both = db.transaction((tx) =>
    Promise.all([tx.transaction((inner) => add(inner, 'a')), tx.transaction((inner) => add(inner, 'b'))]),
  )
  await expect(both).rejects.toThrow('one after the other')
  expect(await titles()).toEqual(['one', 'two'])
  expect(db.statistics).toMatchObject({ open: 1, idle: 1 })
})

test('an error that was swallowed does not look like a commit', async () => {
  const swallowing = db.transaction(async (tx) => {
    await add(tx, 'lost')
    await tx
      .insertInto('notes')
      .values({ id: 1, title: 'again' })
      .execute()
      .catch(() => undefined)
  })
  await expect(swallowing).rejects.toThrow('Nothing was committed')
  expect(await titles()).toEqual(['one', 'two'])
})

test('a query that nobody waited for is finished before the commit, and one that comes later is refused', async () => {
  let leaked: Transaction<NotesTables> | undefined
  await db.transaction(async (tx) => {
    leaked = tx
    void add(tx, 'not awaited')
  })
  expect(await titles()).toEqual(['one', 'two', 'not awaited'])
  await expect(leaked?.selectFrom('notes').selectAll().execute()).rejects.toThrow('has ended')
})

test('when the request is over before the commit, nothing is committed', async () => {
  const scope = testScope()
  const late = runInScope(
    scope,
    () =>
      db.transaction(async (tx) => {
        await add(tx, 'late')
        scope.trace.aborted = true
        scope.abort(new Error('the client went away'))
      }),
    undefined,
  )
  await expect(late).rejects.toThrow('the client went away')
  expect(await titles()).toEqual(['one', 'two'])
})

test('a library that takes a Kysely and uses its transactions works too', async () => {
  await db
    .transaction()
    .setIsolationLevel('serializable')
    .execute((tx) => tx.insertInto('notes').values({ title: 'three' }).execute())
  const failing = db.transaction().execute(async (tx) => {
    await tx.deleteFrom('notes').execute()
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await titles()).toEqual(['one', 'two', 'three'])
})

test('a connection that a raw BEGIN left open is not lent again', async () => {
  await sql`begin`.execute(db)
  await db.ping()
  const { rows } =
    await sql`select pg_current_xact_id_if_assigned() as id, now() = statement_timestamp() as fresh`.execute(
      db,
    )
  expect(rows).toEqual([{ id: null, fresh: true }])
})
