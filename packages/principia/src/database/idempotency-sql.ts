import { sql, type QueryExecutorProvider } from 'kysely'
import type { IdempotencyClaim, Kept, KeptAnswer } from '../context/index.ts'
import type { Database } from './database.ts'

/**
 * Processes that start together take turns: two `create table if not exists` at once can both find nothing, and
 * the second then fails.
 */
export async function createTable<Tables>(db: Database<Tables>): Promise<void> {
  await db.transaction(async (tx) => {
    await sql`select pg_advisory_xact_lock(2034157219864)`.execute(tx)
    await sql`
      create table if not exists principia_idempotency (
        id bytea primary key,
        fingerprint bytea not null,
        answer jsonb not null,
        content bytea,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      )`.execute(tx)
    await sql`
      create index if not exists principia_idempotency_expires_at
        on principia_idempotency (expires_at)`.execute(tx)
  })
}

/** Whether this transaction now holds the claim, until it ends. Waits for nobody. */
export async function takeClaim(tx: QueryExecutorProvider, id: Buffer): Promise<boolean> {
  // A lock's name is a number of 64 bits; these are a digest's, so another lock of that name is out of reach.
  const name = id.readBigInt64BE(0).toString()
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${name}::bigint) as taken`.execute(tx)
  return rows[0]?.taken === true
}

/**
 * The answer that was kept under a claim. In a transaction a statement of its own, after the one that took the lock: at
 * `read committed` it then sees all that those who held it before have committed.
 */
export async function findAnswer(tx: QueryExecutorProvider, id: Buffer): Promise<Kept | undefined> {
  const { rows } = await sql<Row>`
    select fingerprint, answer, content from principia_idempotency
    where id = ${id} and expires_at > now()`.execute(tx)
  const [row] = rows
  if (row === undefined) return undefined
  const { fingerprint, answer, content } = row
  return { fingerprint, answer: { ...answer, tag: answer.tag, content: content ?? undefined } }
}

interface Row {
  readonly fingerprint: Buffer
  readonly answer: Omit<KeptAnswer, 'content'>
  readonly content: Buffer | null
}

/** In the place of one that has expired, if need be. */
export async function keepAnswer(
  tx: QueryExecutorProvider,
  claim: IdempotencyClaim,
  answer: KeptAnswer,
): Promise<void> {
  const { content, ...rest } = answer
  const bytes = typeof content === 'string' ? Buffer.from(content) : (content ?? null)
  await sql`
    insert into principia_idempotency (id, fingerprint, answer, content, expires_at)
    values (${claim.id}, ${claim.fingerprint}, ${JSON.stringify(rest)}::jsonb, ${bytes},
      now() + ${claim.ttl} * interval '1 millisecond')
    on conflict (id) do update set
      fingerprint = excluded.fingerprint, answer = excluded.answer, content = excluded.content,
      created_at = excluded.created_at, expires_at = excluded.expires_at`.execute(tx)
}

/** Leaves those that another process is deleting. @returns how many were deleted */
export async function deleteExpired(db: QueryExecutorProvider, portion: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from principia_idempotency where id in (
      select id from principia_idempotency where expires_at <= now()
      order by expires_at limit ${portion} for update skip locked
    )`.execute(db)
  return Number(numAffectedRows ?? 0)
}
