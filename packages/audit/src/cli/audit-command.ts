import { randomBytes } from 'node:crypto'
import type { Check } from '../check.ts'
import type { Result } from '../report.ts'
import { counts, type Judgement } from '../reports/judgement.ts'
import { hideNothing, hideSecrets } from '../reports/secrets.ts'
import { showProgress } from '../reports/terminal/progress.ts'
import { reportOf, toResult } from '../reports/to-report.ts'
import { audit } from '../run/audit.ts'
import { createBudget } from '../run/budget.ts'
import { discover } from '../target/discover.ts'
import { knownOf } from '../target/known.ts'
import type { Target } from '../target/target.ts'
import { CannotTell } from '../verdict.ts'
import { openConnection, Unreachable } from '../wire/connection.ts'
import { chooseChecks } from './choose-checks.ts'
import { EXIT, Fault } from './fault.ts'
import { onInterrupt } from './interrupt.ts'
import type { CommandLine } from './options.ts'
import { readConfig } from './read-config.ts'
import { readAddress, readFailOn, readLimits, readReports } from './settings.ts'
import { version } from './version.ts'
import { writeReports } from './write-reports.ts'

/** `principia-audit <url>`: gives its exit code. @throws Fault */
export async function auditCommand(
  address: string,
  all: readonly Check[],
  line: CommandLine,
): Promise<number> {
  const url = readAddress(address, line)
  const config = readConfig(url, line)
  const limits = readLimits(url, line)
  const reports = readReports(line)
  const judgement: Judgement = { failOn: readFailOn(line), accepted: new Map() }
  const checks = chooseChecks(all, line)
  const seed = line.value('seed') ?? randomBytes(4).toString('hex')

  using interrupt = onInterrupt()
  const startedAt = new Date()
  const begun = performance.now()
  const budget = createBudget(limits.budget, limits.rate)
  const target = await reach(() => discover(url.href, config, budget, seed), interrupt.signal)
  const hide = line.flag('show-secrets') ? hideNothing : hideSecrets(config, target.users)
  const show = { hide, chapters: line.value('chapters') }

  const ended = new Map<string, Result>()
  {
    using progress = showProgress(process.stderr, checks.length)
    await audit({
      checks,
      target,
      budget,
      seed,
      atOnce: limits.atOnce,
      signal: interrupt.signal,
      onBegin: progress.begin,
      onEnd(outcome) {
        const result = toResult(outcome, show)
        ended.set(result.id, result)
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
      duration: performance.now() - begun,
      requests: budget.used(),
      known: knownOf(target).map(hide),
    },
  )
  writeReports(report, judgement, reports)
  if (interrupt.signal.aborted) {
    process.stderr.write(`Broken off: ${report.results.length} of ${checks.length} checks had ended.\n`)
    return EXIT.brokenOff
  }
  if (!(await isThere(target))) {
    process.stderr.write(`${url.origin} could no longer be reached when the audit ended.\n`)
    return EXIT.unreachable
  }
  return report.results.some((result) => counts(result, judgement)) ? EXIT.findings : EXIT.sound
}

/** @throws Fault where the target cannot be reached, gives no answer, or a signal comes first */
async function reach(find: () => Promise<Target>, signal: AbortSignal): Promise<Target> {
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new Fault('Broken off before anything was checked.', EXIT.brokenOff)),
    )
  })
  try {
    return await Promise.race([find(), stopped])
  } catch (error) {
    if (error instanceof Unreachable || error instanceof CannotTell)
      throw new Fault(`${error.message} Is it running?`, EXIT.unreachable)
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
