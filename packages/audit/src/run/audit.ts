import type { Check } from '../check.ts'
import type { Target } from '../target/target.ts'
import type { Budget } from './budget.ts'
import { runCheck, type Outcome } from './run-check.ts'

export interface AuditOptions {
  readonly checks: readonly Check[]
  readonly target: Target
  readonly budget: Budget
  readonly seed: string
  /** Checks that run at the same time: 6 unless said. */
  readonly atOnce?: number
  /** Ends the audit: checks that run are given up. */
  readonly signal?: AbortSignal | undefined
  /** Is told of each check as it begins and ends. */
  readonly onBegin?: (check: Check) => void
  readonly onEnd?: (outcome: Outcome) => void
}

/**
 * Runs checks against a target: first those that stand each other, several at once, then those that must be alone, one
 * after the other. Gives their outcomes in the order of the checks, of all that had ended when the signal came.
 */
export async function audit(options: AuditOptions): Promise<Outcome[]> {
  const { checks, atOnce = 6 } = options
  const outcomes = new Map<Check, Outcome>()
  // Those that have to wait begin first, so that they do it beside all others.
  const together = checks
    .filter(({ alone }) => alone !== true)
    .toSorted((one, other) => (other.within ?? 0) - (one.within ?? 0))
  await Promise.all(Array.from({ length: atOnce }, () => work(together, options, outcomes)))
  await work(
    checks.filter(({ alone }) => alone === true),
    options,
    outcomes,
  )
  return checks.flatMap((check) => outcomes.get(check) ?? [])
}

async function work(queue: Check[], options: AuditOptions, outcomes: Map<Check, Outcome>): Promise<void> {
  const { target, budget, seed, signal, onBegin, onEnd } = options
  const goesOn = () => !(signal?.aborted ?? false)
  while (goesOn()) {
    const check = queue.shift()
    if (check === undefined) return
    onBegin?.(check)
    const outcome = await runCheck(check, target, budget, seed, signal)
    if (!goesOn()) return
    outcomes.set(check, outcome)
    onEnd?.(outcome)
  }
}
