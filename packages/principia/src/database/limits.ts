import { sql } from 'kysely'
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
 * once wait for one another. A hundredth of a millisecond makes up for fractions that are rounded.
 */
async function takeOne<Tables>(db: Database<Tables>, rate: Rate, key: string): Promise<Verdict> {
  const interval = rate.period / rate.count
  const capacity = rate.burst * interval
  const { rows } = await sql<{ refused: boolean; pending: number }>`
    insert into principia_limits as cell (key, full_at, refused)
    values (${key}, extract(epoch from clock_timestamp()) * 1000 + ${interval}::double precision, false)
    on conflict (key) do update set (full_at, refused) = (
      select case when over then cell.full_at else next end, over
      from (select greatest(cell.full_at + ${interval}::double precision, excluded.full_at) as next) as advanced,
        lateral (select next - excluded.full_at > ${capacity - interval + 0.01}::double precision as over) as compared
    )
    returning refused, (full_at - extract(epoch from clock_timestamp()) * 1000)::double precision as pending`.execute(
    db,
  )
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
