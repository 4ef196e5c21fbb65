import type { Queryable } from '../database/index.ts'
import type { EnqueueOptions } from './enqueue.ts'
import { newId } from './ids.ts'
import { insertJobs } from './insert-jobs.ts'
import type { JobCall } from './job.ts'

export type GroupOptions = Omit<EnqueueOptions, 'key' | 'dedupe'>

export interface EnqueuedGroup {
  readonly ids: readonly string[]
  /** The job that waits for them. */
  readonly last: string
}

/**
 * Enqueues jobs that go on beside one another, and one that begins when all of them have ended.
 *
 * That one waits as long as one of them is dead: until it was tried again and done, or discarded. If one is cancelled, so is the one that
 * waits.
 *
 * @throws TypeError where the arguments of a call are not what its job's schema says
 * @example
 * await enqueueGroup(tx, chapters.map((id) => renderChapter({ id })), { last: bindBook({ book }) })
 */
export async function enqueueGroup(
  db: Queryable,
  calls: readonly JobCall[],
  { last, ...options }: GroupOptions & { readonly last: JobCall },
): Promise<EnqueuedGroup> {
  const lastId = newId()
  const ids = calls.map(() => newId())
  // In one statement, so that it is all or nothing also where the caller has no transaction.
  await insertJobs(db, [...calls, last], options, {
    ids: [...ids, lastId],
    parents: [...calls.map(() => lastId), null],
    blockedBy: [...calls.map(() => null), calls.length],
  })
  return { ids, last: lastId }
}

/**
 * Enqueues jobs each of which begins when the one before it is done. If one is dead, the rest waits until it was tried again and done, or
 * discarded; if one is cancelled, so is the rest.
 *
 * @returns their ids
 * @throws TypeError where the arguments of a call are not what its job's schema says
 * @example
 * await enqueueChain(tx, [exportData({ user }), zipExport({ user }), mailLink({ user })])
 */
export async function enqueueChain(
  db: Queryable,
  calls: readonly JobCall[],
  options: GroupOptions = {},
): Promise<readonly string[]> {
  const ids = calls.map(() => newId())
  await insertJobs(db, calls, options, {
    ids,
    parents: calls.map((_, index) => ids[index + 1] ?? null),
    blockedBy: calls.map((_, index) => (index === 0 ? null : 1)),
  })
  return ids
}
