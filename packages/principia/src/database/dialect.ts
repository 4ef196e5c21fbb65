import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type TransactionSettings,
} from 'kysely'
import type { Pool } from './pool.ts'
import { Session } from './session.ts'

/** Kysely on our pool. */
export function poolDialect(pool: Pool): Dialect {
  return {
    createDriver: () => new PoolDriver(pool),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

/** Kysely's own `transaction()` and `startTransaction()` use the last four; ours has `transaction.ts`. */
class PoolDriver implements Driver {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    return this.#pool.acquire()
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#pool.release(sessionOf(connection))
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const isolation =
      settings.isolationLevel === undefined ? '' : ` isolation level ${settings.isolationLevel}`
    const access = settings.accessMode === undefined ? '' : ` ${settings.accessMode}`
    await sessionOf(connection).control(`begin${isolation}${access}`)
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await sessionOf(connection).control('commit')
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await sessionOf(connection).control('rollback')
  }

  async destroy(): Promise<void> {
    await this.#pool.close()
  }
}

function sessionOf(connection: DatabaseConnection): Session {
  if (connection instanceof Session) return connection
  throw new TypeError('This connection is not one of this pool.')
}
