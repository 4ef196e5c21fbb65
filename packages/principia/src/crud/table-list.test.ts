import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { testDatabase } from '../testing/index.ts'
import { t } from '../validation/index.ts'
import { parseOrder } from './order.ts'
import { tableService } from './table.ts'

const createVisits = migration('2026-01-01-create-visits', {
  up: (db) => sql`create table visits (id int primary key, page text not null, day int not null)`.execute(db),
  down: (db) => sql`drop table visits`.execute(db),
})
const Visit = t.Object({ id: t.Integer(), page: t.String(), day: t.Integer() })
const visits = tableService<{ id: number; day: number }, object, unknown>({ ...Visit }, { table: 'visits' })

let db: Awaited<ReturnType<typeof testDatabase<object>>>
beforeAll(async () => {
  db = await testDatabase(defineDatabase<object>({ migrations: [createVisits] }))
  await sql`insert into visits select n, 'page ' || n % 7, n / 3 from generate_series(1, 3000) n`.execute(db)
  await sql`create index on visits (day, id)`.execute(db)
  await sql`create index on visits (day desc, id)`.execute(db)
  await sql`analyze visits`.execute(db)
})
afterAll(() => db.close())

it.each(['day', '-day', '-day,id', 'day,-id'])(
  'a page deep inside of a list by %s reads no more rows than it shows',
  async (sort) => {
    const order = parseOrder(sort, 'id')
    const asked = {
      where: [],
      search: undefined,
      order,
      limit: 5,
      offset: 0,
      count: false,
      fields: undefined,
    }
    const whole = { ...asked, from: undefined, limit: 3000 }
    const read = await db.transaction(async (tx) => {
      const call = { db: tx, user: undefined }
      const all = await visits.list(whole, call)
      const [place, ...next] = all.items.slice(1999, 2005)
      await sql`set local enable_seqscan = off`.execute(tx)
      await sql`set local enable_sort = off`.execute(tx)
      const before = await rowsRead(tx)
      const values = order.map(({ member }) => String(place?.[member as 'id' | 'day']))
      const page = await visits.list({ ...asked, from: { values, back: false } }, call)
      expect(page.items).toEqual(next)
      return (await rowsRead(tx)) - before
    })
    // One more tells whether there is a next page; three share a day.
    expect(read).toBeLessThanOrEqual(5 + 1 + 3)
  },
)

/** Rows that index scans have fetched in this transaction so far. */
async function rowsRead(tx: Parameters<typeof visits.list>[1]['db']): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    select idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'visits'`.execute(tx)
  return rows[0]?.read ?? 0
}
