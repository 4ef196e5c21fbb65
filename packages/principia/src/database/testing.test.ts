import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createNotes, notesDatabase } from './fixtures/notes.ts'
import { defineDatabase } from './definition.ts'
import { migration } from './migration.ts'
import { testDatabase } from './testing.ts'

test('each test has a database of its own, migrated and empty', async () => {
  await using one = await testDatabase(notesDatabase)
  await using two = await testDatabase(notesDatabase)
  await one.insertInto('notes').values({ title: 'mine' }).execute()
  expect(await two.selectFrom('notes').selectAll().execute()).toEqual([])
})

test('a fresh database is a copy: the migrations of a definition run once, however many tests ask', async () => {
  let runs = 0
  // A name of this run's own: a server that still stands from the last run would have the template already.
  const counted = migration(`counted-${process.pid}-${Date.now()}`, {
    up(db) {
      runs++
      return sql`create table counted (id int)`.execute(db)
    },
  })
  const definition = defineDatabase<{ counted: { id: number } }>({ migrations: [counted] })
  for (let i = 0; i < 10; i++) {
    await using db = await testDatabase(definition)
    expect(await db.selectFrom('counted').selectAll().execute()).toEqual([])
    await db.insertInto('counted').values({ id: i }).execute()
  }
  expect(runs).toBe(1)
})

test('many tests at once each get one', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => testDatabase(notesDatabase)))
  const names = await Promise.all(
    all.map(
      async (db) =>
        (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name,
    ),
  )
  expect(new Set(names).size).toBe(8)
  await Promise.all(all.map((db) => db.close()))
})

test('it is gone after close', async () => {
  await using other = await testDatabase(notesDatabase)
  const db = await testDatabase(notesDatabase)
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
  await db.close()
  const left = await sql`select 1 from pg_database where datname = ${rows[0]?.name}`.execute(other)
  expect(left.rows).toEqual([])
})

test('other migrations make another template', async () => {
  const more = migration('2026-01-02-add-tag', {
    up: (db) => db.schema.alterTable('notes').addColumn('tag', 'text').execute(),
  })
  await using db = await testDatabase(defineDatabase({ migrations: [createNotes, more] }))
  expect((await sql`select tag from notes`.execute(db)).rows).toEqual([])
})

test('migrations that fail, fail the test and leave nothing behind', async () => {
  const broken = migration('broken', { up: (db) => sql`select nothing`.execute(db) })
  await expect(testDatabase(defineDatabase({ migrations: [broken] }))).rejects.toThrow('Migration "broken"')
  await using db = await testDatabase(notesDatabase)
  const { rows } = await sql<{ name: string }>`
    select datname as name from pg_database where datname ~ '^principia_test_template_[0-9a-f]+_'`.execute(db)
  expect(rows).toEqual([])
})

test('the server is for tests alone', async () => {
  await using db = await testDatabase(notesDatabase)
  const { rows } = await sql<{ where: string; fsync: string }>`
    select current_setting('data_directory') as where, current_setting('fsync') as fsync`.execute(db)
  expect(rows[0]?.fsync).toBe('off')
  expect(existsSync(rows[0]?.where ?? '')).toBe(true)
})
