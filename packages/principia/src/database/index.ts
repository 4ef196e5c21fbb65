export { connectDatabase, OpenDatabase, type DatabaseLocation } from './connect.ts'
export { Database, Transaction, type TransactionWork } from './database.ts'
export { defineDatabase, type DatabaseDefinition, type DatabaseOptions } from './definition.ts'
export { type AppliedMigration, type MigrationStatus } from './history.ts'
export { listen, type ListenOptions } from './listen.ts'
export { createLimits, databaseLimits } from './limits.ts'
export { migrate, migrationStatus, type MigrateOptions, type MigrationResult } from './migrate.ts'
export { resetDatabase } from './reset.ts'
export { migration, type AnyTables, type Migration, type MigrationSteps } from './migration.ts'
export { type PoolLimits, type PoolStatistics } from './pool.ts'
export { query, type Queryable } from './queryable.ts'
export { sqlState } from './sqlstate.ts'
export { type TransactionOptions } from './transaction.ts'
export { DatabaseUnavailable } from './unavailable.ts'
export {
  sql,
  type ColumnType,
  type Generated,
  type Insertable,
  type Selectable,
  type Updateable,
} from 'kysely'
