import { sql, type Database, type Selectable } from 'principia/database'
import type { ProgressStatus, Tables } from '../tables/tables.ts'

/** How far a learner has come with one concept. */
export interface Progress {
  readonly concept: string
  readonly status: ProgressStatus
  readonly startedAt: string | null
  readonly completedAt: string | null
  readonly updatedAt: string
}

export async function listProgress(db: Database<Tables>, userId: string): Promise<Progress[]> {
  const rows = await db
    .selectFrom('progress')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('concept')
    .execute()
  return rows.map(toProgress)
}

/**
 * Records a status. The dates follow from it: a start is remembered from the first time on, a
 * completion as long as it holds, and going back to the beginning forgets both.
 */
export async function recordProgress(
  db: Database<Tables>,
  userId: string,
  concept: string,
  status: ProgressStatus,
): Promise<Progress> {
  const now = sql<Date>`now()`
  const startedAt = status === 'not-started' ? null : now
  const completedAt = status === 'completed' ? now : null
  const row = await db
    .insertInto('progress')
    .values({
      user_id: userId,
      concept,
      status,
      started_at: startedAt,
      completed_at: completedAt,
      updated_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'concept']).doUpdateSet({
        status,
        started_at: status === 'not-started' ? null : sql<Date>`coalesce(progress.started_at, now())`,
        completed_at: status === 'completed' ? sql<Date>`coalesce(progress.completed_at, now())` : null,
        updated_at: now,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  return toProgress(row)
}

function toProgress(row: Selectable<Tables['progress']>): Progress {
  return {
    concept: row.concept,
    status: row.status,
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
  }
}
