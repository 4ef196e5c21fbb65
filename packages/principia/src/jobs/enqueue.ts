import type { Queryable } from '../database/index.ts'
import { insertJobs } from './insert-jobs.ts'
import type { JobCall } from './job.ts'

export interface EnqueueOptions {
  /** Not before then. */
  readonly at?: Date
  /** Milliseconds from now, by the database's clock. */
  readonly delay?: number
  /** Takes the place of the job's own. */
  readonly priority?: number
  /** While a job of the same kind with this key is neither done nor dead, no other is enqueued. */
  readonly key?: string
  /** For so many milliseconds from the first one on, no other of the same kind with this key is enqueued, whatever becomes of it. */
  readonly dedupe?: { readonly key: string; readonly for: number }
}

export interface Enqueued {
  readonly id: string
  /** Whether there was one with this key already; `id` is that one's. */
  readonly duplicate: boolean
}

/**
 * Enqueues work in the caller's transaction: it is there if that commits, and was never there if not.
 *
 * @throws TypeError where the arguments are not what the job's schema says
 * @example
 * await db.transaction(async (tx) => {
 *   await tx.insertInto('orders').values(order).execute()
 *   await enqueue(tx, sendReceipt({ order: order.id }), { delay: 60_000 })
 * })
 */
export async function enqueue(db: Queryable, call: JobCall, options?: EnqueueOptions): Promise<Enqueued>
/** The same for many, with one statement. */
export async function enqueue(
  db: Queryable,
  calls: readonly JobCall[],
  options?: Omit<EnqueueOptions, 'key' | 'dedupe'>,
): Promise<readonly Enqueued[]>
export async function enqueue(
  db: Queryable,
  calls: JobCall | readonly JobCall[],
  options: EnqueueOptions = {},
): Promise<Enqueued | readonly Enqueued[]> {
  if (isMany(calls)) return insertJobs(db, calls, options)
  const [enqueued] = await insertJobs(db, [calls], options)
  if (enqueued === undefined) throw new Error('The statement that enqueues gave no row.')
  return enqueued
}

function isMany(calls: JobCall | readonly JobCall[]): calls is readonly JobCall[] {
  return Array.isArray(calls)
}
