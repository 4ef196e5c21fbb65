import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { EXIT, StartFault } from '../errors/index.ts'
import { openDatabase, type OpenDatabase } from './connect.ts'
import { defineDatabase } from './definition.ts'
import { onRole } from './fixtures/role.ts'
import { migrate, migrationStatus } from './migrate.ts'
import { migration, type AnyTables } from './migration.ts'
import { resetDatabase } from './reset.ts'
import { testDatabase } from './testing.ts'

const notes = migration('create-notes', {
  up: (db) => db.schema.createTable('notes').addColumn('id', 'integer').execute(),
})
const extra = migration('extra', { up: (db) => sql`create view extra as select * from notes`.execute(db) })

async function fault(attempt: Promise<unknown>): Promise<StartFault> {
  const error = await attempt.catch((thrown: unknown) => thrown)
  if (error instanceof StartFault) return error
  throw new Error('expected a StartFault', { cause: error })
}

test('a database whose history diverged has the migrations of the list again, and no rows', async () => {
  await using db: OpenDatabase<AnyTables> = await testDatabase(
    defineDatabase<AnyTables>({ migrations: [notes] }),
  )
  await migrate(db, [notes, extra])
  await db.insertInto('notes').values({ id: 1 }).execute()
  expect((await fault(migrate(db))).message).toContain('principia migrate reset')
  expect(await resetDatabase(db)).toEqual({ direction: 'up', names: ['create-notes'] })
  expect(await migrationStatus(db)).toMatchObject({ pending: [], unknown: [], outOfOrder: [] })
  expect(await db.selectFrom('notes').selectAll().execute()).toEqual([])
  await expect(sql`select from extra`.execute(db)).rejects.toThrow('does not exist')
})

test('a role without the right to create tables is told what to grant', async () => {
  const definition = defineDatabase<AnyTables>({ migrations: [notes] })
  await using admin = await testDatabase(defineDatabase<AnyTables>({ migrations: [] }))
  await sql`drop table principia_migration`.execute(admin)
  await using role = await onRole(admin)
  const limited = await openDatabase(definition, role.url, () => undefined, undefined)
  const error = await fault(migrate(limited))
  expect(error.exitCode).toBe(EXIT.unavailable)
  expect(error.message).toBe(
    `Role ${role.name} may not create tables in schema public of database ${role.database}; ` +
      `grant it: GRANT CREATE ON SCHEMA public TO ${role.name}`,
  )
  const refused = await fault(resetDatabase(limited))
  expect(refused.message).toContain('it cannot be emptied: must be owner of schema public')

  await migrate(admin, [notes])
  const unreadable = await fault(migrationStatus(limited))
  expect(unreadable.exitCode).toBe(EXIT.unavailable)
  expect(unreadable.message).toContain('permission denied for table principia_migration')
  await sql`grant select on principia_migration to ${sql.id(role.name)}`.execute(admin)
  expect((await migrate(limited)).names).toEqual([])
  await limited.close()
})
