import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limitStoreContract } from '../security/fixtures/limit-store-contract.ts'
import type { OpenDatabase } from './connect.ts'
import { createLimits, databaseLimits, defineDatabase, sql } from './index.ts'
import { sweepLimits } from './limits.ts'
import { testDatabase } from './testing.ts'

const definition = defineDatabase<object>({ migrations: [createLimits] })
let db: OpenDatabase<object>

beforeAll(async () => {
  db = await testDatabase(definition)
})
afterAll(() => db.close())

async function open() {
  await sql`truncate principia_limits`.execute(db)
  return databaseLimits(definition).open(db)
}

describe('limits counted in PostgreSQL', () => {
  limitStoreContract(open)

  it('are the same for all who share the database', async () => {
    const one = await open()
    const other = databaseLimits(definition).open(db)
    const once = { count: 1, period: 86_400_000, burst: 1 }
    expect([(await one.take(once, 'a')).allowed, (await other.take(once, 'a')).allowed]).toEqual([
      true,
      false,
    ])
  })

  it('forget who has been quiet, and nobody else', async () => {
    const store = await open()
    await store.take({ count: 1, period: 86_400_000, burst: 1 }, 'busy')
    await store.take({ count: 1_000_000, period: 1, burst: 1 }, 'quiet')
    await sweepLimits(db)
    const { rows } = await sql<{ key: string }>`select key from principia_limits`.execute(db)
    expect(rows.map(({ key }) => key)).toEqual(['busy'])
  })

  it('need their table among the migrations', () => {
    expect(() => databaseLimits(defineDatabase({ migrations: [] }))).toThrow(
      'add `createLimits` to its migrations',
    )
  })

  it('write nothing to the write-ahead log', async () => {
    const { rows } = await sql<{ relpersistence: string }>`
      select relpersistence from pg_class where relname = 'principia_limits'`.execute(db)
    expect(rows).toEqual([{ relpersistence: 'u' }])
  })
})
