import type { Service } from '../context/index.ts'
import type { OpenDatabase } from './connect.ts'
import { checkMigrations, type Migration } from './migration.ts'
import type { PoolLimits } from './pool.ts'
import { databaseService } from './service.ts'

export interface DatabaseOptions {
  /** In the order in which they are applied. */
  migrations: readonly Migration[]
  pool?: Partial<PoolLimits>
  /** Milliseconds after which the server ends a statement; 30,000. 0 is no limit. */
  statementTimeout?: number
  /** Milliseconds after which the server ends a transaction that does nothing; 60,000. 0 is no limit. */
  idleInTransactionTimeout?: number
  /** What PostgreSQL shows in `pg_stat_activity`. */
  applicationName?: string
}

/** A database as it should be: which tables (a type), how they came about, within which limits. */
export interface DatabaseDefinition<Tables> extends Service<OpenDatabase<Tables>> {
  readonly migrations: readonly Migration[]
  readonly pool: Readonly<PoolLimits>
  readonly statementTimeout: number
  readonly idleInTransactionTimeout: number
  readonly applicationName: string
  /** Carries the type; there is nothing in it at run time. */
  readonly tables?: Tables
}

/**
 * Describes a database. It connects to nothing: `connectDatabase` does.
 *
 * @throws TypeError when a limit makes no sense or two migrations have one name.
 * @example
 * const database = defineDatabase<{ notes: { id: Generated<number>; title: string } }>({
 *   migrations: [createNotes],
 *   pool: { max: 20 },
 * })
 */
export function defineDatabase<Tables>(options: DatabaseOptions): DatabaseDefinition<Tables> {
  checkMigrations(options.migrations)
  const { max = 10, acquireTimeout = 5000, idleTimeout = 30_000 } = options.pool ?? {}
  const {
    statementTimeout = 30_000,
    idleInTransactionTimeout = 60_000,
    applicationName = 'principia',
  } = options
  atLeast(1, { 'pool.max': max, 'pool.acquireTimeout': acquireTimeout, 'pool.idleTimeout': idleTimeout })
  atLeast(0, { statementTimeout, idleInTransactionTimeout })
  const definition: DatabaseDefinition<Tables> = {
    ...databaseService(() => definition),
    migrations: [...options.migrations],
    pool: { max, acquireTimeout, idleTimeout },
    statementTimeout,
    idleInTransactionTimeout,
    applicationName,
  }
  return definition
}

function atLeast(least: number, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (Number.isInteger(value) && value >= least) continue
    throw new TypeError(`defineDatabase: ${name} must be a whole number of at least ${least}; got ${value}.`)
  }
}
