import { sql, type Kysely } from 'kysely'
import { EXIT, StartFault } from '../errors/index.ts'
import type { AnyTables, Migration } from './migration.ts'
import { sqlState } from './sqlstate.ts'

/** A migration that was applied, as the database remembers it. */
export interface AppliedMigration {
  name: string
  appliedAt: Date
}

const UNDEFINED_TABLE = '42P01'

/** `id` keeps the order: two rows can have one time, and clocks go back. */
export async function createHistory(db: Kysely<AnyTables>): Promise<void> {
  await sql`
    create table if not exists principia_migration (
      id integer generated always as identity primary key,
      name text not null unique,
      applied_at timestamptz not null default clock_timestamp()
    )`.execute(db)
}

/** The applied migrations in order; none where no migration has ever run. */
export async function readHistory(db: Kysely<AnyTables>): Promise<AppliedMigration[]> {
  try {
    const { rows } = await sql<AppliedMigration>`
      select name, applied_at as "appliedAt" from principia_migration order by id`.execute(db)
    return rows
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE) return []
    throw error
  }
}

export async function addToHistory(db: Kysely<AnyTables>, name: string): Promise<void> {
  await sql`insert into principia_migration (name) values (${name})`.execute(db)
}

export async function removeFromHistory(db: Kysely<AnyTables>, name: string): Promise<void> {
  await sql`delete from principia_migration where name = ${name}`.execute(db)
}

/**
 * The applied migrations must be the beginning of the list, in its order.
 *
 * @throws StartFault that names the first one that is not where it should be.
 */
export function checkHistory(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = applied.find(({ name }) => !known.has(name))
  if (unknown !== undefined) {
    throw new StartFault(
      `The database has migration "${unknown.name}", which is not in the list. Is this an older version of the ` +
        `program than the one that migrated it? Start the newer one, or put the migration back.`,
      EXIT.config,
    )
  }
  const index = applied.findIndex(({ name }, at) => migrations[at]?.name !== name)
  if (index === -1) return
  throw new StartFault(
    `The migrations are in another order than the database has them: "${migrations[index]?.name}" is in the list ` +
      `where "${applied[index]?.name}" was applied. Put new migrations at the end of the list.`,
    EXIT.config,
  )
}
