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

/** Milliseconds. A check that may take longer spends them waiting. */
const PATIENT = 10_000

/**
 * Runs checks against a target: first those that only look, several at once, then those that make and change things,
 * several at once; then those that start instances of their own; beside all of these the ones that mostly wait; then those
 * that must be alone, one after the other.
 * Gives their outcomes in the order of the checks, of all that had ended when the signal came.
 */
export async function audit(options: AuditOptions): Promise<Outcome[]> {
  const { checks, target, atOnce = 6 } = options
  const outcomes = new Map<Check, Outcome>()
  const alone = checks.filter((check) => check.alone === true)
  const together = checks.filter((check) => check.alone !== true)
  const launching = together.filter(launches)
  const waiting = together.filter((check) => !launches(check) && (check.within ?? 0) > PATIENT)
  const others = together.filter((check) => !launching.includes(check) && !waiting.includes(check))
  const run = (queue: Check[], workers: number) =>
    Promise.all(Array.from({ length: workers }, () => work(queue, options, outcomes)))
  const patient = run([...waiting], waiting.length)
  // What others make and delete meanwhile is on the pages that a check compares.
  await run(
    others.filter((check) => !changes(check)),
    atOnce,
  )
  // Where only a few addresses are known to make items at, two checks at once would have one item.
  const isShared = target.resources.some(({ sharesAddresses }) => sharesAddresses === true)
  await run(others.filter(changes), isShared ? 1 : atOnce)
  // Where only one instance can run at a time, each of these takes the target from all others.
  const several = target.process?.several === true
  if (several) await run(launching, atOnce)
  await patient
  if (!several) await run(launching, 1)
  await run(alone, 1)
  return checks.flatMap((check) => outcomes.get(check) ?? [])
}

function launches({ needs = [] }: Check): boolean {
  return needs.includes('process')
}

function changes({ needs = [], changes: may = false }: Check): boolean {
  return may || needs.includes('write') || needs.includes('resource')
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
