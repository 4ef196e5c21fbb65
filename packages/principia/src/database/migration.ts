import type { Database } from './database.ts'

/** A migration runs before and after the tables' types are true, so it sees any table and any column. */
export type AnyTables = Record<string, Record<string, unknown>>

type Step = (db: Database<AnyTables>) => Promise<unknown>

export interface MigrationSteps {
  up: Step
  /** Undoes `up`. Without it the migration can not be reverted. */
  down?: Step
  /**
   * `false` runs the steps outside of a transaction, for statements that refuse one, such as
   * CREATE INDEX CONCURRENTLY. What such a step did before it failed stays done, so write it so that
   * it can be run again: `if not exists`.
   */
  transaction?: boolean
}

/** One change of the database's shape, with its way back. */
export interface Migration extends MigrationSteps {
  readonly name: string
}

/**
 * Defines a migration. Once it has been applied anywhere, its name and its place in the list stay.
 *
 * @throws TypeError when the name is not lower-case words, digits and dashes.
 * @example
 * const createNotes = migration('2026-11-20-create-notes', {
 *   up: (db) => db.schema.createTable('notes').addColumn('title', 'text').execute(),
 *   down: (db) => db.schema.dropTable('notes').execute(),
 * })
 */
export function migration(name: string, steps: MigrationSteps): Migration {
  if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(name)) {
    throw new TypeError(`A migration's name is like "2026-11-20-create-notes"; got "${name}".`)
  }
  return { name, ...steps }
}

/** @throws TypeError when two migrations have one name, by which the database would take them for one. */
export function checkMigrations(migrations: readonly Migration[]): void {
  const names = new Set<string>()
  for (const { name } of migrations) {
    if (names.has(name))
      throw new TypeError(`Two migrations are named "${name}". Rename the one that is newer.`)
    names.add(name)
  }
}
