import { Attempt } from './attempt.ts'
import type { Claimed } from './claimed.ts'
import { newId } from './ids.ts'
import { queuesOf } from './limit.ts'
import { Outcomes } from './outcomes.ts'
import { query, type Queryable } from '../database/index.ts'
import { CLAIM, PROMOTE, REGISTER, UNREGISTER } from './statements.ts'
import type { WorkerOptions } from './worker.ts'

const MOST = 10_000

/**
 * Does the jobs that are due, one after the other, and those that they enqueue, until none is left. What waits for a later
 * time, for another attempt too, is left. One after the other is within every limit of concurrency; rates are not heeded. For tests.
 *
 * @returns how many attempts were made
 */
export async function doDueJobs<Tables>(
  options: Omit<WorkerOptions<Tables>, 'concurrency'>,
): Promise<number> {
  const { jobs, logger, services = {}, databaseName = 'db' } = options
  const db = options.db as unknown as WorkerOptions<unknown>['db']
  const worker = newId()
  const outcomes = new Outcomes(db, logger, () => undefined)
  await query(db, PROMOTE, [MOST])
  await query(db, REGISTER, [worker, []])
  try {
    for (let attempts = 0; ; attempts++) {
      const claimed = await next(db, queuesOf(jobs), worker)
      if (claimed === undefined) return attempts
      const job = jobs.find(({ name }) => name === claimed.kind)
      if (job === undefined) throw new Error(`There is a job "${claimed.kind}", which the app does not know.`)
      const attempt = new Attempt({ claimed, job, worker, db, databaseName, logger, services })
      outcomes.add(claimed, worker, claimed.cancelled ? { how: 'cancelled' } : await attempt.run())
      await outcomes.said()
    }
  } finally {
    await query(db, UNREGISTER, [worker])
  }
}

async function next(db: Queryable, queues: readonly string[], worker: string): Promise<Claimed | undefined> {
  for (const queue of queues) {
    const [claimed] = await query<Claimed>(db, CLAIM, [queue, 1, worker])
    if (claimed !== undefined) return claimed
  }
  return undefined
}
