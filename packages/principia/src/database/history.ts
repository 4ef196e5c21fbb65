import { sql, type Kysely } from 'kysely'
import { EXIT, StartFault } from '../errors/index.ts'
import { rootCause } from './faults.ts'
import type { AnyTables, Migration } from './migration.ts'
import { sqlState } from './sqlstate.ts'
import { DatabaseUnavailable } from './unavailable.ts'

/** A migration that was applied, as the database remembers it. */
export interface AppliedMigration {
  name: string
  appliedAt: Date
}

const UNDEFINED_TABLE = '42P01'
const INSUFFICIENT_PRIVILEGE = '42501'
const WAY_OUT =
  'In development, `principia migrate reset` empties the database and applies all migrations again.'

/** How a history and a list of migrations stand to each other. */
export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[]
  readonly pending: readonly string[]
  /** Applied, but not in the list. */
  readonly unknown: readonly string[]
  /** Applied or pending, but in the list before one that was applied earlier. */
  readonly outOfOrder: readonly string[]
}

/**
 * `id` keeps the order: two rows can have one time, and clocks go back.
 *
 * @throws StartFault when the role may not create tables.
 */
export async function createHistory(db: Kysely<AnyTables>): Promise<void> {
  const create = sql`
    create table if not exists principia_migration (
      id integer generated always as identity primary key,
      name text not null unique,
      applied_at timestamptz not null default clock_timestamp()
    )`
  try {
    await create.execute(db)
  } catch (error) {
    if (sqlState(error) !== INSUFFICIENT_PRIVILEGE) throw error
    // PostgreSQL asks for the right even where there is nothing to create.
    const { rows } = await sql<{ missing: boolean }>`
      select to_regclass('principia_migration') is null as missing`.execute(db)
    if (rows[0]?.missing !== false) throw await mayNotCreate(db, error)
  }
}

async function mayNotCreate(db: Kysely<AnyTables>, cause: unknown): Promise<StartFault> {
  const { rows } = await sql<{ role: string; schema: string; database: string }>`
    select quote_ident(current_user) as role, quote_ident(current_schema) as schema,
      quote_ident(current_database()) as database`.execute(db)
  const [{ role, schema, database } = { role: '?', schema: '?', database: '?' }] = rows
  return new StartFault(
    `Role ${role} may not create tables in schema ${schema} of database ${database}; ` +
      `grant it: GRANT CREATE ON SCHEMA ${schema} TO ${role}`,
    EXIT.unavailable,
    { cause },
  )
}

/** For an error of PostgreSQL around the migrations, rather than in one of them: its message. */
export function historyFault(error: unknown, what = 'its history of migrations cannot be used'): unknown {
  if (error instanceof StartFault) return error
  if (sqlState(error) === undefined && !(error instanceof DatabaseUnavailable)) return error
  return new StartFault(
    `The database was reached, but ${what}: ${rootCause(error).message}`,
    EXIT.unavailable,
    { cause: error },
  )
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

export function compareHistory(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): MigrationStatus {
  const listed = migrations.map(({ name }) => name)
  const done = applied.map(({ name }) => name)
  const pending = listed.filter((name) => !done.includes(name))
  const places = done.map((name) => listed.indexOf(name))
  return {
    applied,
    pending,
    unknown: done.filter((name) => !listed.includes(name)),
    outOfOrder: [
      ...done.filter(
        (_, at) => places[at] !== -1 && places.slice(0, at).some((place) => place > (places[at] ?? 0)),
      ),
      ...pending.filter((name) => places.some((place) => place > listed.indexOf(name))),
    ],
  }
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
        `program than the one that migrated it? Start the newer one, or put the migration back. ${WAY_OUT}`,
      EXIT.config,
    )
  }
  const index = applied.findIndex(({ name }, at) => migrations[at]?.name !== name)
  if (index === -1) return
  throw new StartFault(
    `The migrations are in another order than the database has them: "${migrations[index]?.name}" is in the list ` +
      `where "${applied[index]?.name}" was applied. Put new migrations at the end of the list. ${WAY_OUT}`,
    EXIT.config,
  )
}
