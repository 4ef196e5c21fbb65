import { migrate, migrationStatus, resetDatabase, type OpenDatabase } from '../database/index.ts'
import { EXIT, nearest, StartFault } from '../errors/index.ts'
import { databasesOf, withDatabase, type AppDatabase } from './databases.ts'
import type { LoadedApp } from './load.ts'
import type { MigrateAction } from './migrate.ts'
import { table } from './table.ts'

/**
 * Carries out an order on every database of an app, or the one that has the migration `to`, one after the other.
 *
 * @throws StartFault when there is nothing to migrate or a migration fails; what was done before stays done.
 */
export async function migrateApp(
  { app, directory }: LoadedApp,
  order: MigrateOrder,
  print: (text: string) => void,
): Promise<void> {
  for (const database of chosen(databasesOf(app), app.name, order.to)) {
    print(await withDatabase(database, directory, (db) => carryOut(order, database.name, db)))
  }
}

export interface MigrateOrder {
  readonly action: MigrateAction
  readonly to: string | undefined
  /** Whether a database that is not the embedded one may be emptied. */
  readonly consent: boolean
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

async function carryOut(
  { action, to, consent }: MigrateOrder,
  name: string,
  db: OpenDatabase<unknown>,
): Promise<string> {
  if (action === 'status') return listStatus(name, db)
  if (action === 'reset') {
    if (!consent) refuseOthers(db)
    const { names } = await resetDatabase(db)
    return `${name}: emptied\n${lines(name, 'applied', names)}`
  }
  const { names } = await migrate(db, undefined, { direction: action, ...(to === undefined ? {} : { to }) })
  if (names.length === 0) return `${name}: nothing to ${action === 'up' ? 'apply' : 'revert'}\n`
  return lines(name, action === 'up' ? 'applied' : 'reverted', names)
}

function lines(database: string, done: string, names: readonly string[]): string {
  return names.map((name) => `${database}: ${done} ${name}\n`).join('')
}

async function listStatus(database: string, db: OpenDatabase<unknown>): Promise<string> {
  const { applied, pending, unknown, outOfOrder } = await migrationStatus(db)
  const remark = (name: string) =>
    unknown.includes(name) ? ', not in the list' : outOfOrder.includes(name) ? ', out of order' : ''
  const rows = [
    ...applied.map(({ name, appliedAt }) => [
      database,
      name,
      `applied ${appliedAt.toISOString()}${remark(name)}`,
    ]),
    ...pending.map((name) => [database, name, `pending${remark(name)}`]),
  ]
  return rows.length === 0 ? `${database}: no migrations\n` : table(['DATABASE', 'MIGRATION', 'STATE'], rows)
}

/** Nobody should lose a database because a shell had its DATABASE_URL set. */
function refuseOthers(db: OpenDatabase<unknown>): void {
  if (db.directory !== undefined) return
  throw new StartFault(
    `DATABASE_URL names a database at ${db.address}, and reset deletes everything in it. Nothing was deleted. ` +
      `If that is meant: principia migrate reset --yes-delete-everything`,
    EXIT.usage,
  )
}
