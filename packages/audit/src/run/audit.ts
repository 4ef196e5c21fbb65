import type { Check } from '../check.ts'
import type { Target } from '../target/target.ts'
import type { Budget } from './budget.ts'
import { createInspection } from './inspection.ts'
import { createPulse, type Pulse } from './pulse.ts'
import { randomOf } from './random.ts'
import { runCheck, type Outcome } from './run-check.ts'

export interface AuditOptions {
  readonly checks: readonly Check[]
  readonly target: Target
  readonly budget: Budget
  readonly seed: string
  /** Checks that run at the same time: 6 unless said. Where the target serves but a few connections at once, it is one. */
  readonly atOnce?: number
  /** Ends the audit: checks that run are given up. */
  readonly signal?: AbortSignal | undefined
  /** Is told of each check as it begins and ends. */
  readonly onBegin?: (check: Check) => void
  readonly onEnd?: (outcome: Outcome) => void
  /** Milliseconds in which a target that does not answer any more has to be back: 10,000 unless said. */
  readonly patience?: number
  /**
   * Is told where the target answers nothing any more: the audit then ends early. What checks came to meanwhile does not
   * count; `during` are those that ran at the time.
   */
  readonly onGone?: (during: readonly Check[]) => void
}

/** Milliseconds. A check that may take longer spends them waiting. */
const PATIENT = 10_000

/** Runs checks, and gives their outcomes in the order of the checks: of all that had ended when it ended. See `runChecks`. */
export async function audit(options: AuditOptions): Promise<Outcome[]> {
  const outcomes = new Map<Check, Outcome>()
  await runChecks({
    ...options,
    onEnd(outcome) {
      outcomes.set(outcome.check, outcome)
      options.onEnd?.(outcome)
    },
  })
  return options.checks.flatMap((check) => outcomes.get(check) ?? [])
}

/**
 * Runs checks against a target: first those that only look, several at once, then those that make and change things,
 * several at once; then those that start instances of their own; beside all of these the ones that mostly wait; then those
 * that must be alone, one after the other, and with them those that failed because nothing was answered while others asked.
 * It keeps nothing of what they come to: that can be much.
 */
export async function runChecks(options: AuditOptions): Promise<void> {
  const { checks, target, atOnce = 6 } = options
  const gone = new AbortController()
  const running: Running = {
    pulse: pulseOf(options),
    checks: new Set(),
    gone,
    stop: AbortSignal.any([gone.signal, ...(options.signal === undefined ? [] : [options.signal])]),
  }
  const alone = checks.filter((check) => check.alone === true)
  const together = checks.filter((check) => check.alone !== true)
  const launching = together.filter(launches)
  const waiting = together.filter((check) => !launches(check) && (check.within ?? 0) > PATIENT)
  const others = together.filter((check) => !launching.includes(check) && !waiting.includes(check))
  const doubted: Check[] = []
  const few = target.servesFew === true
  const workers = few ? 1 : atOnce
  const run = (queue: Check[], many: number, doubts?: Check[]) =>
    Promise.all(Array.from({ length: many }, () => work(queue, options, running, doubts)))
  const patient = few ? undefined : run([...waiting], waiting.length, doubted)
  // What others make and delete meanwhile is on the pages that a check compares.
  await run(
    others.filter((check) => !changes(check)),
    workers,
    doubted,
  )
  // Where only a few addresses are known to make items at, two checks at once would have one item.
  const isShared = target.resources.some(({ sharesAddresses }) => sharesAddresses === true)
  await run(others.filter(changes), isShared ? 1 : workers, doubted)
  // Where only one instance can run at a time, each of these takes the target from all others.
  const several = target.process?.several === true
  if (several) await run(launching, atOnce)
  await (patient ?? run(waiting, 1))
  if (!several) await run(launching, 1)
  await run([...doubted, ...alone], 1)
}

/** What the workers of an audit share. */
interface Running {
  readonly pulse: Pulse
  /** Those that run now. */
  readonly checks: Set<Check>
  readonly gone: AbortController
  readonly stop: AbortSignal
}

function pulseOf({ target, budget, patience }: AuditOptions): Pulse {
  return createPulse(async (within) => {
    using inspection = createInspection(target, budget, randomOf('pulse'), AbortSignal.timeout(within))
    await inspection.send({ path: `${target.base}/` }, { within, limited: true })
  }, patience)
}

function launches({ needs = [] }: Check): boolean {
  return needs.includes('process')
}

function changes({ needs = [], changes: may = false }: Check): boolean {
  return may || needs.includes('write') || needs.includes('resource')
}

/** Whether the target may have been busy with others: something was sent, and nothing came. */
function isDoubtful({ verdict }: Outcome): boolean {
  return (
    verdict.outcome === 'failed' && verdict.evidence.some(({ exchange }) => exchange.received.length === 0)
  )
}

/** @param doubts is given those whose outcome may be due to others, which are run again */
async function work(
  queue: Check[],
  options: AuditOptions,
  running: Running,
  doubts?: Check[],
): Promise<void> {
  const { target, budget, seed, onBegin, onEnd, onGone } = options
  const { pulse, gone, stop } = running
  while (!stop.aborted) {
    const check = queue.shift()
    if (check === undefined) return
    onBegin?.(check)
    running.checks.add(check)
    const outcome = await runCheck(check, target, budget, seed, stop, pulse)
    if (!stop.aborted && !(await pulse.isThere()) && !gone.signal.aborted) {
      onGone?.([...running.checks])
      gone.abort()
    }
    running.checks.delete(check)
    if (stop.aborted) return
    if (doubts !== undefined && isDoubtful(outcome)) {
      doubts.push(check)
      continue
    }
    onEnd?.(outcome)
  }
}
