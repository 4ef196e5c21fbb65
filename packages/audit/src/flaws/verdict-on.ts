import type { Check } from '../check.ts'
import { control, withProcess } from '../process/controlled.ts'
import { createBudget } from '../run/budget.ts'
import { runCheck } from '../run/run-check.ts'
import { discover } from '../target/discover.ts'
import type { Verdict } from '../verdict.ts'
import type { Specimen } from './specimen.ts'

/**
 * Runs a check against a server of its own: its flaw, on which it must fail, or a sound one, on which it must not.
 *
 * @example
 * const { outcome } = await verdictOn(myCheck, myCheck.flaw) // 'failed'
 */
export async function verdictOn(check: Check, specimen: Specimen): Promise<Verdict> {
  await using server = await specimen.start()
  const { process } = server.config
  await using controlled = process && (await control(server.url, process))
  const budget = createBudget(100_000, 100_000)
  const target = withProcess(await discover(server.url, server.config, budget, 'test'), controlled)
  return (await runCheck(check, target, budget, 'test')).verdict
}
