import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EXIT, StartFault } from '../errors/index.ts'
import { openDatabase, type OpenDatabase } from './connect.ts'
import { defineDatabase } from './definition.ts'
import { migrate, migrationStatus } from './migrate.ts'
import { migration, type AnyTables, type Migration } from './migration.ts'
import { testDatabase } from './testing.ts'

const empty = defineDatabase<AnyTables>({ migrations: [] })
let db: OpenDatabase<AnyTables>

beforeEach(async () => {
  db = await testDatabase(empty)
  await sql`drop table principia_migration`.execute(db)
})
afterEach(() => db.close())

const table = (name: string): Migration =>
  migration(`create-${name}`, {
    up: (tx) => tx.schema.createTable(name).addColumn('id', 'integer').execute(),
    down: (tx) => tx.schema.dropTable(name).execute(),
  })
const [a, b, c] = [table('a'), table('b'), table('c')]

async function tables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename <> 'principia_migration' order by 1`.execute(db)
  return rows.map(({ name }) => name)
}

async function fault(attempt: Promise<unknown>): Promise<StartFault> {
  const error = await attempt.catch((thrown: unknown) => thrown)
  if (error instanceof StartFault) return error
  throw new Error('expected a StartFault', { cause: error })
}

describe('forward', () => {
  test('applies what is pending, in order, and says so', async () => {
    expect(await migrate(db, [a, b])).toEqual({ direction: 'up', names: ['create-a', 'create-b'] })
    expect(await migrate(db, [a, b, c])).toEqual({ direction: 'up', names: ['create-c'] })
    expect(await migrate(db, [a, b, c])).toEqual({ direction: 'up', names: [] })
    expect(await tables()).toEqual(['a', 'b', 'c'])
  })

  test('stops at the migration it was told', async () => {
    expect((await migrate(db, [a, b, c], { to: 'create-b' })).names).toEqual(['create-a', 'create-b'])
    expect((await fault(migrate(db, [a], { to: 'create-z' }))).exitCode).toBe(EXIT.usage)
  })

  test('of two processes at once is done by one', async () => {
    const slow = migration('slow', {
      up: (tx) => sql`create table slow as select 1 as one from pg_sleep(0.2)`.execute(tx),
    })
    const results = await Promise.all([migrate(db, [a, slow]), migrate(db, [a, slow])])
    expect(results.map(({ names }) => names.length).toSorted()).toEqual([0, 2])
  })

  test('gives up waiting for another process in time', async () => {
    const { promise: release, resolve } = Promise.withResolvers<void>()
    const { promise: started, resolve: start } = Promise.withResolvers<void>()
    const endless = migration('endless', { up: () => (start(), release) })
    const first = migrate(db, [endless])
    await started
    const error = await fault(migrate(db, [endless], { lockTimeout: 150 }))
    expect(error.message).toContain('Another process has been migrating')
    expect(error.exitCode).toBe(EXIT.unavailable)
    resolve()
    await first
  })

  test('an index can be built concurrently while another process waits for its turn', async () => {
    const index = migration('index', {
      up: (tx) => sql`create index concurrently on a (id)`.execute(tx),
      transaction: false,
    })
    await migrate(db, [a])
    const results = await Promise.all([migrate(db, [a, index]), migrate(db, [a, index])])
    expect(results.flatMap(({ names }) => names)).toEqual(['index'])
  })
})

describe('a migration that fails', () => {
  const broken = migration('broken', {
    up: async (tx) => {
      await tx.schema.createTable('half').addColumn('id', 'integer').execute()
      await sql`alter table missing add column x integer`.execute(tx)
    },
  })

  test('is rolled back as a whole; the earlier ones stay and the later ones do not run', async () => {
    const error = await fault(migrate(db, [a, broken, c]))
    expect(await tables()).toEqual(['a'])
    expect(error.exitCode).toBe(EXIT.fault)
    expect(error.message).toBe(
      'Migration "broken" could not be applied: relation "missing" does not exist\n' +
        '  in: alter table missing add column x integer\n' +
        '  It was rolled back as a whole. The 1 before it stays applied.',
    )
    expect((await migrationStatus(db, [a, broken, c])).pending).toEqual(['broken', 'create-c'])
  })

  test('outside of a transaction says that a part may be done', async () => {
    const error = await fault(migrate(db, [{ ...broken, transaction: false }]))
    expect(error.message).toContain('stays done')
    expect(await tables()).toEqual(['half'])
  })

  test('leaves the lock to the next', async () => {
    await fault(migrate(db, [broken]))
    expect((await migrate(db, [a], { lockTimeout: 1000 })).names).toEqual(['create-a'])
  })
})

describe('backward', () => {
  test('reverts the newest one, or down to the one it was told, or all', async () => {
    await migrate(db, [a, b, c])
    expect(await migrate(db, [a, b, c], { direction: 'down' })).toEqual({
      direction: 'down',
      names: ['create-c'],
    })
    expect(await tables()).toEqual(['a', 'b'])
    await migrate(db, [a, b, c])
    const twice = await migrate(db, [a, b, c], { direction: 'down', to: 'create-a' })
    expect(twice.names).toEqual(['create-c', 'create-b'])
    expect((await migrate(db, [a, b, c], { direction: 'down', to: null })).names).toEqual(['create-a'])
    expect((await migrate(db, [a, b, c], { direction: 'down' })).names).toEqual([])
    expect(await tables()).toEqual([])
  })

  test('reverts nothing when one on the way has no way back', async () => {
    const oneWay = migration('one-way', { up: b.up })
    await migrate(db, [a, oneWay, c])
    const error = await fault(migrate(db, [a, oneWay, c], { direction: 'down', to: 'create-a' }))
    expect(error.message).toContain('"one-way" can not be reverted')
    expect(await tables()).toEqual(['a', 'b', 'c'])
  })
})

describe('a history that disagrees with the list', () => {
  test('is refused when the list lacks an applied migration', async () => {
    await migrate(db, [a, b])
    const error = await fault(migrate(db, [a]))
    expect(error.message).toContain('"create-b", which is not in the list')
    expect(error.exitCode).toBe(EXIT.config)
  })

  test('is refused when a new migration was put before an applied one', async () => {
    await migrate(db, [a, c])
    expect((await fault(migrate(db, [a, b, c]))).message).toContain(
      '"create-b" is in the list where "create-c"',
    )
  })

  test('is listed all the same, with what disagrees', async () => {
    await migrate(db, [a, c])
    expect(await migrationStatus(db, [b, c])).toMatchObject({
      applied: [{ name: 'create-a' }, { name: 'create-c' }],
      pending: ['create-b'],
      unknown: ['create-a'],
      outOfOrder: ['create-b'],
    })
    expect(await migrationStatus(db, [c, a, b])).toMatchObject({ unknown: [], outOfOrder: ['create-c'] })
  })

  test('nothing applied yet is no disagreement', async () => {
    expect(await migrationStatus(db, [a])).toEqual({
      applied: [],
      pending: ['create-a'],
      unknown: [],
      outOfOrder: [],
    })
    await migrate(db, [a])
    expect((await migrationStatus(db, [a])).applied).toEqual([
      { name: 'create-a', appliedAt: expect.any(Date) },
    ])
  })
})

test('two migrations of one name are refused where the database is defined', () => {
  expect(() => defineDatabase({ migrations: [a, a] })).toThrow('Two migrations are named "create-a"')
  expect(() => migration('No Spaces', { up: a.up })).toThrow('2026-11-20-create-notes')
})

test('the statement limit of requests does not hold for migrations', async () => {
  const hasty = defineDatabase<AnyTables>({ migrations: [], statementTimeout: 50 })
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
  const url = new URL(db.url)
  url.pathname = `/${rows[0]?.name}`
  await using limited = await openDatabase(hasty, url.href, () => undefined, undefined)
  const slow = migration('slow', { up: (tx) => sql`select pg_sleep(0.15)`.execute(tx) })
  expect((await migrate(limited, [slow])).names).toEqual(['slow'])
})
