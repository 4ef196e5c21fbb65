import { CompiledQuery, sql } from 'kysely'
import {
  verdictOf,
  type LimitStore,
  type LimitStoreSource,
  type Rate,
  type Verdict,
} from '../security/index.ts'
import type { OpenDatabase } from './connect.ts'
import type { Database } from './database.ts'
import type { DatabaseDefinition } from './definition.ts'
import { migration } from './migration.ts'

/**
 * The table in which `databaseLimits` counts; add it to the database's migrations.
 *
 * It is unlogged: counting writes nothing to the write-ahead log, and after a crash of the server everybody
 * begins anew. No index on `full_at`, so that counting touches no index at all (a heap-only update).
 */
export const createLimits = migration('principia-create-limits', {
  up: (db) =>
    sql`create unlogged table principia_limits (
      key text collate "C" primary key,
      full_at double precision not null,
      refused boolean not null
    ) with (fillfactor = 50)`.execute(db),
  down: (db) => sql`drop table principia_limits`.execute(db),
})

/**
 * Counts limits in a database that all processes share, with one statement per request. The database's
 * clock is the one that counts.
 *
 * @param database one of the app's services, with `createLimits` among its migrations
 * @throws TypeError when it has no such migration
 * @example
 * const services = { db: defineDatabase<Tables>({ migrations: [createLimits, createNotes] }) }
 * export default app({ name: 'shop', services, limits: sharedLimits(databaseLimits(services.db)) })
 */
export function databaseLimits<Tables>(
  database: DatabaseDefinition<Tables>,
): LimitStoreSource<OpenDatabase<Tables>> {
  if (!database.migrations.some(({ name }) => name === createLimits.name)) {
    throw new TypeError(
      'databaseLimits: the database has no table to count in; add `createLimits` to its migrations.',
    )
  }
  return { service: database, open: (db) => openLimits(db) }
}

/** Milliseconds between two looks for callers who have been quiet. */
const SWEEP = 60_000

function openLimits<Tables>(db: Database<Tables>): LimitStore {
  let taken = false
  const timer = setInterval(() => {
    if (taken) void sweepLimits(db).catch(() => undefined)
    taken = false
  }, SWEEP).unref()
  return {
    async take(rate, key) {
      taken = true
      return takeOne(db, rate, key)
    },
    close: () => clearInterval(timer),
  }
}

/**
 * The generic cell rate algorithm (`createLimiter`) in one statement: the row's lock makes those who ask at
 * once wait for one another. `$1` is the key, `$2` the interval between two requests, `$3` by how much the time at
 * which the caller's burst would be whole again may be ahead of an interval from now.
 *
 * Written out and without a subquery, since it runs for every request: that halves what it costs.
 */
const TAKE = `
  insert into principia_limits as cell (key, full_at, refused)
  values ($1, extract(epoch from clock_timestamp()) * 1000 + $2::float8, false)
  on conflict (key) do update set
    refused = cell.full_at - excluded.full_at > $3::float8,
    full_at = case
      when cell.full_at - excluded.full_at > $3::float8 then cell.full_at
      else greatest(cell.full_at + $2::float8, excluded.full_at)
    end
  returning refused, (full_at - extract(epoch from clock_timestamp()) * 1000)::float8 as pending`

/** Milliseconds that make up for fractions that are rounded. */
const SLACK = 0.01

async function takeOne<Tables>(db: Database<Tables>, rate: Rate, key: string): Promise<Verdict> {
  const interval = rate.period / rate.count
  const ahead = (rate.burst - 2) * interval + SLACK
  const query = CompiledQuery.raw(TAKE, [key, interval, ahead])
  const { rows } = await db.executeQuery<{ refused: boolean; pending: number }>(query)
  const row = rows[0]
  if (row === undefined) throw new Error('The statement that counts gave no row.')
  return verdictOf(rate, !row.refused, row.pending)
}

/** Removes callers whose burst is whole again: to count them anew gives the same. */
export async function sweepLimits<Tables>(db: Database<Tables>): Promise<void> {
  await sql`
    delete from principia_limits
    where key in (
      select key from principia_limits
      where full_at < extract(epoch from clock_timestamp()) * 1000
      limit 10000
      for update skip locked
    )`.execute(db)
}
