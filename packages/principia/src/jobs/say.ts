import type { Claimed } from './claimed.ts'
import { query, type Queryable } from '../database/index.ts'

/** Runs a statement about jobs that a worker has: `$1` their ids, `$2` their epochs, `$3` the worker, then more. */
export function say(
  db: Queryable,
  statement: string,
  jobs: readonly Pick<Claimed, 'id' | 'epoch'>[],
  worker: string,
  more: readonly unknown[] = [],
): Promise<readonly { readonly id: string }[]> {
  const own = [jobs.map(({ id }) => id), jobs.map(({ epoch }) => epoch), worker]
  return query(db, statement, [...own, ...more])
}
