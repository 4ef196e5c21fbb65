import { sql } from 'kysely'
import { setTimeout as delay } from 'node:timers/promises'
import { EXIT, StartFault } from '../errors/index.ts'
import type { OpenDatabase } from './connect.ts'
import type { Database } from './database.ts'
import {
  addToHistory,
  checkHistory,
  compareHistory,
  createHistory,
  historyFault,
  readHistory,
  removeFromHistory,
  type AppliedMigration,
  type MigrationStatus,
} from './history.ts'
import { checkMigrations, type AnyTables, type Migration } from './migration.ts'
import { statementOf } from './session.ts'

export interface MigrateOptions {
  /** `down` reverts the newest one, unless `to` says further. */
  direction?: 'up' | 'down'
  /** The migration to arrive at: up to and including it, or down until it is the newest. `null`: before the first. */
  to?: string | null
  /** Milliseconds to wait while another process migrates; 60,000. */
  lockTimeout?: number
}

export interface MigrationResult {
  readonly direction: 'up' | 'down'
  /** What was applied or reverted, in the order in which it was done. */
  readonly names: readonly string[]
}

/** The advisory lock's key: any number, as long as it is always this one. */
const LOCK = 2_034_157_219_863
const RETRY_LOCK_EVERY = 100

/**
 * Brings the database to where the list says, one migration after the other, each in its own
 * transaction. Processes that start together take turns: the second finds nothing left to do.
 *
 * @throws StartFault when the history and the list disagree, a migration fails or can not be reverted,
 * or another process holds the lock for too long. What was done before that stays done.
 */
export async function migrate<Tables>(
  database: OpenDatabase<Tables>,
  migrations: readonly Migration[] = database.definition.migrations,
  options: MigrateOptions = {},
): Promise<MigrationResult> {
  const { direction = 'up', to, lockTimeout = 60_000 } = options
  checkMigrations(migrations)
  if (typeof to === 'string' && !migrations.some(({ name }) => name === to)) {
    throw new StartFault(`There is no migration "${to}".`, EXIT.usage)
  }
  return database.withSession(async (db: Database<AnyTables>) => {
    const applied = await prepare(db, lockTimeout).catch((error: unknown) => {
      throw historyFault(error)
    })
    checkHistory(applied, migrations)
    const steps =
      direction === 'up'
        ? migrations.slice(applied.length, upTo(migrations, to))
        : downTo(migrations, applied, to)
    const names: string[] = []
    for (const step of steps) {
      await carryOut(db, step, direction, names)
      names.push(step.name)
    }
    return { direction, names }
  })
}

/**
 * Which migrations are applied, and when, and which are not, also where history and list disagree. Reads only;
 * waits for nobody.
 *
 * @throws StartFault when the history can not be read.
 */
export async function migrationStatus<Tables>(
  database: OpenDatabase<Tables>,
  migrations: readonly Migration[] = database.definition.migrations,
): Promise<MigrationStatus> {
  const read = (db: Database<AnyTables>) => readHistory(db)
  const applied = await database.withSession(read).catch((error: unknown) => {
    throw historyFault(error)
  })
  return compareHistory(applied, migrations)
}

async function prepare(db: Database<AnyTables>, lockTimeout: number): Promise<AppliedMigration[]> {
  await sql`select set_config('statement_timeout', '0', false)`.execute(db)
  await takeLock(db, lockTimeout)
  await createHistory(db)
  return readHistory(db)
}

/**
 * Tries, rather than waits in the server: a waiting statement holds a snapshot, for the end of which
 * another process's CREATE INDEX CONCURRENTLY would wait in turn. The lock ends with the connection.
 */
export async function takeLock(db: Database<AnyTables>, patience: number): Promise<void> {
  const until = performance.now() + patience
  for (;;) {
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${LOCK}) as taken`.execute(db)
    if (rows[0]?.taken === true) return
    if (performance.now() > until) {
      throw new StartFault(
        `Another process has been migrating this database for more than ${patience / 1000} s. ` +
          `Wait for it, or find it: select pid from pg_locks where locktype = 'advisory' and granted.`,
        EXIT.unavailable,
      )
    }
    await delay(RETRY_LOCK_EVERY)
  }
}

function upTo(migrations: readonly Migration[], to: string | null | undefined): number {
  return typeof to === 'string' ? migrations.findIndex(({ name }) => name === to) + 1 : migrations.length
}

/** Newest first. All of them must have a way back before the first is reverted. */
function downTo(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
  to: string | null | undefined,
): Migration[] {
  const keep = to === undefined ? Math.max(applied.length - 1, 0) : to === null ? 0 : upTo(migrations, to)
  const steps = migrations.slice(keep, applied.length).toReversed()
  const stuck = steps.find(({ down }) => down === undefined)
  if (stuck === undefined) return steps
  throw new StartFault(
    `Migration "${stuck.name}" can not be reverted: it has no "down". Nothing was reverted. ` +
      `Write one, or add a new migration that changes what should be different.`,
    EXIT.usage,
  )
}

async function carryOut(
  db: Database<AnyTables>,
  step: Migration,
  direction: 'up' | 'down',
  done: readonly string[],
): Promise<void> {
  const remember = direction === 'up' ? addToHistory : removeFromHistory
  const change = direction === 'up' ? step.up : step.down
  if (change === undefined) return
  const inTransaction = step.transaction !== false
  try {
    if (inTransaction) {
      await db.transaction(async (tx) => {
        await change(tx)
        await remember(tx, step.name)
      })
    } else {
      await change(db)
      await remember(db, step.name)
    }
  } catch (error) {
    throw failed(step, direction, inTransaction, done.length, error)
  }
}

function failed(
  { name }: Migration,
  direction: 'up' | 'down',
  inTransaction: boolean,
  before: number,
  error: unknown,
): StartFault {
  const reason = error instanceof Error ? error.message : String(error)
  const statement = statementOf(error)
  const verb = direction === 'up' ? 'applied' : 'reverted'
  const state = inTransaction
    ? 'It was rolled back as a whole.'
    : 'It runs outside of a transaction: what it did before that stays done.'
  const earlier = before === 0 ? '' : ` The ${before} before it stay${before === 1 ? 's' : ''} ${verb}.`
  return new StartFault(
    `Migration "${name}" could not be ${verb}: ${reason}` +
      (statement === undefined ? '' : `\n  in: ${statement.trim().replace(/\s+/g, ' ')}`) +
      `\n  ${state}${earlier}`,
    EXIT.fault,
    { cause: error },
  )
}
