import type { Check } from '../check.ts'
import { counts, many, type Judgement } from '../reports/judgement.ts'
import { mendedSince, writeBaseline } from './baseline.ts'
import { EXIT } from './fault.ts'
import { onInterrupt } from './interrupt.ts'
import type { CommandLine } from './options.ts'
import { makePlan, warning } from './plan.ts'
import { runPlan } from './run-plan.ts'
import { writeReports } from './write-reports.ts'

/** `principia-audit <url>`: gives its exit code. @throws Fault */
export async function auditCommand(
  address: string,
  all: readonly Check[],
  line: CommandLine,
): Promise<number> {
  const plan = makePlan(address, all, line)
  const warned = warning(plan)
  if (warned !== undefined) note(warned)
  if (plan.journal !== undefined && plan.journal.done.length > 0)
    note(`Goes on with seed ${plan.seed} after ${many(plan.journal.done.length, 'check')} of an earlier run.`)

  using interrupt = onInterrupt()
  const { report, gone } = await runPlan(plan, interrupt.signal)
  const { baseline, failOn } = plan
  const accepted =
    baseline?.update === true ? writeBaseline(baseline.file, baseline.accepted, report) : baseline?.accepted
  const judgement: Judgement = { failOn, accepted: accepted ?? new Map() }
  writeReports(report, judgement, plan.reports)

  if (baseline?.update === true)
    note(`Wrote ${baseline.file}: ${many(judgement.accepted.size, 'finding')} accepted. Say of each why.`)
  else if (baseline !== undefined) {
    const mended = mendedSince(baseline.accepted, report)
    if (mended.length > 0)
      note(`Mended since the baseline was made: ${mended.join(', ')}. Take them out with --update-baseline.`)
  }
  if (interrupt.signal.aborted) {
    note(`Broken off: ${report.results.length} of ${many(plan.checks.length, 'check')} had ended.`)
    return EXIT.brokenOff
  }
  if (gone !== undefined) {
    const { origin } = plan.url
    const done = `${report.results.length} of ${many(plan.checks.length, 'check')} had ended`
    note(
      gone.length === 0
        ? `${origin} could not be reached any more when the audit ended. Did a check end it?`
        : `${origin} does not answer any more, and the audit ended early: ${done}. These ran at the time, and may have ended it: ${gone.join(', ')}. Look into its log, and run them alone with --only.`,
    )
    return EXIT.unreachable
  }
  return report.results.some((result) => counts(result, judgement)) ? EXIT.findings : EXIT.sound
}

function note(text: string): void {
  process.stderr.write(`${text}\n`)
}
