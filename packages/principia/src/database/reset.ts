import { sql } from 'kysely'
import { historyFault } from './history.ts'
import type { OpenDatabase } from './connect.ts'
import type { Database } from './database.ts'
import { migrate, takeLock, type MigrationResult } from './migrate.ts'
import type { AnyTables } from './migration.ts'

/**
 * Drops everything in the schema `public`, the history with it, and applies all migrations: **every row is
 * gone**. For databases of development, whose migrations are still being written.
 *
 * @throws StartFault when the role may not drop the schema, or a migration fails.
 */
export async function resetDatabase<Tables>(
  database: OpenDatabase<Tables>,
  lockTimeout = 60_000,
): Promise<MigrationResult> {
  const empty = async (db: Database<AnyTables>) => {
    await sql`select set_config('statement_timeout', '0', false)`.execute(db)
    await takeLock(db, lockTimeout)
    await db.transaction(async (tx) => {
      await sql`drop schema if exists public cascade`.execute(tx)
      await sql`create schema public`.execute(tx)
      // As in a database that was just created (PostgreSQL, "Schemas and privileges").
      await sql`grant usage on schema public to public`.execute(tx)
    })
  }
  await database.withSession(empty).catch((error: unknown) => {
    throw historyFault(error, 'it cannot be emptied')
  })
  return migrate(database, undefined, { lockTimeout })
}
