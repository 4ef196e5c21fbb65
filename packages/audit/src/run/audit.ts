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
 * Runs checks against a target: first those that only look, several at once, then those that make and change things,
 * several at once, then those that must be alone, one after the other. Gives their outcomes in the order of the checks, of
 * all that had ended when the signal came.
 */
export async function audit(options: AuditOptions): Promise<Outcome[]> {
  const { checks, atOnce = 6 } = options
  const outcomes = new Map<Check, Outcome>()
<<<<<<< HEAD
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
=======
  const together = checks.filter(({ alone }) => alone !== true)
  const alone = checks.filter((check) => check.alone === true)
  // What others make and delete meanwhile is on the pages that a check compares.
  const looking = together.filter((check) => !changes(check))
  const changing = together.filter(changes)
  for (const queue of [looking, changing])
    await Promise.all(Array.from({ length: atOnce }, () => work(queue, options, outcomes)))
  await work(alone, options, outcomes)
>>>>>>> c36596c (Checks of what messages mean compare pages only while nothing is changed, and fail only for what is seen twice)
  return checks.flatMap((check) => outcomes.get(check) ?? [])
}

function changes({ needs = [] }: Check): boolean {
  return needs.includes('write') || needs.includes('resource')
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
