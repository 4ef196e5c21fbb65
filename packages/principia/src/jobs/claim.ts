import { query, type Queryable } from '../database/index.ts'
import type { Claimed } from './claimed.ts'
import type { LimitRule } from './limit-rule.ts'
import { CLAIM } from './statements.ts'

/** Takes up to `most` jobs of a queue for a worker. */
export type Claim = (worker: string, most: number) => Promise<readonly Claimed[]>

/** Claims of a queue without limits. */
export function claimFrom(db: Queryable, queue: string): Claim {
  return (worker, most) => query<Claimed>(db, CLAIM, [queue, most, worker])
}

const CLAIM_LIMITED = `
  select (job).id, (job).queue, (job).kind, (job).args, (job).priority, (job).attempt, (job).max_attempts, (job).epoch,
    (job).trace_id, (job).enqueued_at, (job).cancelled, (job).parent, wait, last_key, more
  from principia_claim_limited($1, $2, $3, $4, $5, $6)`

interface Row extends Claimed {
  readonly wait: number | null
  readonly last_key: string | null
  readonly more: boolean
}

/** How often one claim goes on to further keys where those that it saw have no room. */
const ROUNDS = 20

/**
 * Claims of a queue under its limits (see `LIMIT_TABLES`).
 *
 * @param onWait told after how many milliseconds a rate lets somebody in again
 */
export function claimLimited(
  db: Queryable,
  queue: string,
  limits: Readonly<Record<string, LimitRule>>,
  onWait: (milliseconds: number) => void,
): Claim {
  const keyed = Object.keys(limits).some((kind) => kind !== '')
  let after = ''
  return async (worker, most) => {
    for (let round = 0; round < ROUNDS; round++) {
      const rows = await query<Row>(db, CLAIM_LIMITED, [
        queue,
        most,
        worker,
        JSON.stringify(limits),
        keyed,
        after,
      ])
      const summary = rows.at(-1)
      if (summary === undefined) return []
      const claimed = rows.slice(0, -1)
      after = summary.last_key ?? ''
      if (summary.wait !== null) onWait(summary.wait)
      if (claimed.length > 0 || !summary.more) return claimed
    }
    return []
  }
}
