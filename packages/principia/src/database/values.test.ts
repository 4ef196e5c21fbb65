import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from './connect.ts'
import { notesDatabase, type NotesTables } from './fixtures/notes.ts'
import { testDatabase } from './testing.ts'

let db: OpenDatabase<NotesTables>
beforeAll(async () => {
  db = await testDatabase(notesDatabase)
})
afterAll(() => db.close())

const moment = new Date('2026-11-20T23:30:00.125Z')

test.each([
  ['bigint', sql`9007199254740991::bigint`, 9_007_199_254_740_991],
  ['count', sql`count(*)`, 1],
  ['numeric', sql`12.30::numeric`, '12.30'],
  ['timestamptz', sql`'2026-11-21 01:30:00.125+02'::timestamptz`, moment],
  ['timestamp', sql`'2026-11-20 23:30:00.125'::timestamp`, moment],
  ['date', sql`'2026-11-20'::date`, '2026-11-20'],
  ['jsonb', sql`'{"a": [1]}'::jsonb`, { a: [1] }],
  ['a Date sent as timestamptz', sql`${moment}::timestamptz`, moment],
  ['a Date sent as timestamp', sql`${moment}::timestamp`, moment],
  ['a Date sent as date', sql`${moment}::date`, '2026-11-20'],
  ['a bigint sent', sql`${5n}::bigint`, 5],
])('%s', async (_, expression, expected) => {
  const { rows } = await sql<{ value: unknown }>`select ${expression} as value`.execute(db)
  expect(rows[0]?.value).toEqual(expected)
})

test('a bigint that no number holds fails the query instead of being rounded', async () => {
  await expect(sql`select 9007199254740992::bigint as value`.execute(db)).rejects.toThrow('9007199254740992')
  await db.ping()
})
