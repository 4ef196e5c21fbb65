import { setTimeout as sleep } from 'node:timers/promises'
import { CannotTell } from '../verdict.ts'

/** How much may be asked of a target, by all checks together. */
export interface Budget {
  /** Waits for its turn, and counts one request or connection. @throws CannotTell when the budget is used up */
  readonly take: () => Promise<void>
  readonly used: () => number
}

/**
 * @param most requests in all
 * @param rate requests per second; a second's worth may come at once
 */
export function createBudget(most: number, rate: number): Budget {
  let used = 0
  /** When the next request would be due if all came at the exact rate (GCRA). */
  let due = 0
  return {
    async take() {
      if (used >= most)
        throw new CannotTell(`The budget of ${most} requests is used up; raise it with --budget.`)
      used++
      const now = performance.now()
      due = Math.max(due, now - 1000) + 1000 / rate
      if (due > now) await sleep(due - now)
    },
    used: () => used,
  }
}
