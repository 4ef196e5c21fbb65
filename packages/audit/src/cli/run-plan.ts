import type { Report, Result } from '../report.ts'
import { hideNothing, hideSecrets } from '../reports/secrets.ts'
import { showProgress } from '../reports/terminal/progress.ts'
import { reportOf, toResult } from '../reports/to-report.ts'
import { control, withProcess } from '../process/controlled.ts'
import { runChecks } from '../run/audit.ts'
import { createBudget } from '../run/budget.ts'
import { discover } from '../target/discover.ts'
import { BadTarget } from '../target/discover/contact.ts'
import { BadHar } from '../target/har.ts'
import { BadDescription } from '../target/openapi/read-document.ts'
import type { Target } from '../target/target.ts'
import { CannotTell } from '../verdict.ts'
import { openConnection, Unreachable } from '../wire/connection.ts'
import { EXIT, Fault } from './fault.ts'
import type { Plan } from './plan.ts'
import { version } from './version.ts'

export interface Ran {
  readonly report: Report
  /** Where the target did not answer any more: which checks ran at that time, none where all had ended. */
  readonly gone: readonly string[] | undefined
}

/**
 * Carries a plan out; a signal ends it early, with what there is by then.
 *
 * @throws Fault where the target cannot be started, reached or made sense of, or the signal comes before any check
 */
export async function runPlan(plan: Plan, signal: AbortSignal): Promise<Ran> {
  const { url, config, checks, journal, seed } = plan
  const startedAt = journal?.startedAt ?? new Date()
  const begun = performance.now()
  const budget = createBudget(Math.max(0, plan.budget - (journal?.requests ?? 0)), plan.rate)
  await using controlled = config.process && (await until(signal, control(url.href, config.process, signal)))
  const target = withProcess(await until(signal, discover(url.href, config, budget, seed)), controlled)

  const show = {
    hide: plan.showSecrets ? hideNothing : hideSecrets(config, target.users),
    chapters: plan.chapters,
  }
  const ended = new Map<string, Result>(journal?.done.map((result) => [result.id, result]))
  let gone: readonly string[] | undefined
  const left = checks.filter(({ id }) => !ended.has(id))
  {
    using progress = showProgress(process.stderr, checks.length, checks.length - left.length)
    await runChecks({
      checks: left,
      target,
      budget,
      seed,
      atOnce: plan.atOnce,
      signal,
      onBegin: progress.begin,
      onGone: (during) => (gone = during.map(({ id }) => id)),
      onEnd(outcome) {
        const result = toResult(outcome, show)
        ended.set(result.id, result)
        journal?.add(result, budget.used(), performance.now() - begun)
        progress.end(result)
      },
    })
  }
  const report = reportOf(
    checks.flatMap(({ id }) => ended.get(id) ?? []),
    {
      version: version(),
      target: url.href,
      seed,
      startedAt,
      duration: performance.now() - begun + (journal?.duration ?? 0),
      requests: budget.used() + (journal?.requests ?? 0),
      known: target.known.map(show.hide),
    },
  )
  if (!signal.aborted && gone === undefined && !(await isThere(target))) gone = []
  return { report, gone }
}

/** @throws Fault where it fails for a reason that is the target's, or the signal comes first */
async function until<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new Fault('Broken off before anything was checked.', EXIT.brokenOff))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([promise, stopped])
  } catch (error) {
    if (error instanceof BadDescription || error instanceof BadHar) throw new Fault(error.message)
    if (error instanceof Unreachable) throw new Fault(`${error.message} Is it running?`, EXIT.unreachable)
    if (error instanceof BadTarget || error instanceof CannotTell)
      throw new Fault(error.message, EXIT.unreachable)
    throw error
  }
}

async function isThere({ origin }: Target): Promise<boolean> {
  try {
    const connection = await openConnection(origin)
    connection.destroy()
    return true
  } catch {
    return false
  }
}
