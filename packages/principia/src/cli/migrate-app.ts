import { migrate, migrationStatus } from '../database/index.ts'
import { EXIT, StartFault } from '../errors/index.ts'
import { databasesOf, withDatabase, type AppDatabase } from './databases.ts'
import type { LoadedApp } from './load.ts'
import type { MigrateAction } from './migrate.ts'
import { nearest } from './nearest.ts'
import { table } from './table.ts'

/**
 * Migrates every database of an app, or the one that has the migration `to`, one after the other.
 *
 * @throws StartFault when there is nothing to migrate or a migration fails; what was done before stays done.
 */
export async function migrateApp(
  { app, directory }: LoadedApp,
  action: MigrateAction,
  to: string | undefined,
  print: (text: string) => void,
): Promise<void> {
  for (const database of chosen(databasesOf(app), app.name, to)) {
    print(await carryOut(action, database, directory, to))
  }
}

function chosen(
  databases: readonly AppDatabase[],
  app: string,
  to: string | undefined,
): readonly AppDatabase[] {
  if (databases.length === 0) {
    throw new StartFault(
      `${app} has no database: none of its services is made with defineDatabase.`,
      EXIT.usage,
    )
  }
  if (to === undefined) return databases
  const names = databases.flatMap(({ definition }) => definition.migrations.map(({ name }) => name))
  const having = databases.filter(({ definition }) => definition.migrations.some(({ name }) => name === to))
  if (having.length > 0) return having
  const meant = nearest(to, names)
  throw new StartFault(
    `There is no migration "${to}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} There are: ${names.join(', ') || 'none'}.`,
    EXIT.usage,
  )
}

function carryOut(
  action: MigrateAction,
  database: AppDatabase,
  directory: string,
  to: string | undefined,
): Promise<string> {
  return withDatabase(database, directory, async (db) => {
    if (action === 'status') {
      const { applied, pending } = await migrationStatus(db)
      const rows = [
        ...applied.map(({ name, appliedAt }) => [database.name, name, `applied ${appliedAt.toISOString()}`]),
        ...pending.map((name) => [database.name, name, 'pending']),
      ]
      return rows.length === 0
        ? `${database.name}: no migrations\n`
        : table(['DATABASE', 'MIGRATION', 'STATE'], rows)
    }
    const { names } = await migrate(db, undefined, { direction: action, ...(to === undefined ? {} : { to }) })
    const done = action === 'up' ? 'applied' : 'reverted'
    if (names.length === 0) return `${database.name}: nothing to ${action === 'up' ? 'apply' : 'revert'}\n`
    return names.map((name) => `${database.name}: ${done} ${name}\n`).join('')
  })
}
