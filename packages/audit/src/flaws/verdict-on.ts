import type { Check } from '../check.ts'
import { control, withProcess } from '../process/controlled.ts'
import { createBudget, type Budget } from '../run/budget.ts'
import { runCheck } from '../run/run-check.ts'
import { discover } from '../target/discover.ts'
import type { Target } from '../target/target.ts'
import type { Verdict } from '../verdict.ts'
import type { Specimen } from './specimen.ts'

/** A server that runs, and what was found out about it. */
export interface Stage extends AsyncDisposable {
  readonly target: Target
  readonly budget: Budget
}

export async function stage(specimen: Specimen): Promise<Stage> {
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await specimen.start())
  const { process } = server.config
  const controlled = process && stack.use(await control(server.url, process))
  const budget = createBudget(100_000, 100_000)
  const target = withProcess(await discover(server.url, server.config, budget, 'test'), controlled)
  const kept = stack.move()
  return { target, budget, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/**
 * Runs a check against a server of its own: its flaw, on which it must fail, or a sound one, on which it must not.
 *
 * @example
 * const { outcome } = await verdictOn(myCheck, myCheck.flaw) // 'failed'
 */
export async function verdictOn(check: Check, specimen: Specimen): Promise<Verdict> {
  await using staged = await stage(specimen)
  return await verdictAt(check, staged)
}

export async function verdictAt(check: Check, { target, budget }: Stage): Promise<Verdict> {
  return (await runCheck(check, target, budget, 'test')).verdict
}
