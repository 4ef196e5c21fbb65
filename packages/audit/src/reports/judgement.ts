import type { Severity } from '../check.ts'
import type { Report, Result } from '../report.ts'

/** From what matters most. */
export const SEVERITIES = ['must', 'should', 'may'] as const satisfies readonly Severity[]

/** Whether something of this severity matters at least as much as the other. */
export function mattersAs(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least)
}

/** What is made of a report: which of its findings count. */
export interface Judgement {
  readonly failOn: Severity
  /** Why findings are accepted, by the ids of their checks. */
  readonly accepted: ReadonlyMap<string, string>
}

/** Whether the target fails for this. */
export function counts({ id, outcome, severity }: Result, { failOn, accepted }: Judgement): boolean {
  return outcome === 'failed' && mattersAs(severity, failOn) && !accepted.has(id)
}

/** Why a finding does not count; `undefined` for one that does. */
export function whyNot(result: Result, judgement: Judgement): string | undefined {
  if (result.outcome !== 'failed' || counts(result, judgement)) return undefined
  const reason = judgement.accepted.get(result.id)
  return reason === undefined
    ? `It is a "${result.severity}", and only "${judgement.failOn}" fails.`
    : `Accepted: ${reason}`
}

/** What was found, the worst first. */
export function findingsOf({ results }: Report): Result[] {
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  return SEVERITIES.flatMap((severity) => failed.filter((result) => result.severity === severity))
}

/** What could not be told, by the reason; the most frequent first. */
export function openByReason({ results }: Report): [reason: string, results: Result[]][] {
  const open = results.filter(({ outcome }) => outcome === 'inconclusive')
  return [...Map.groupBy(open, ({ says }) => says ?? 'It did not say why.')].toSorted(
    ([, one], [, other]) => other.length - one.length,
  )
}

/** `3 findings`, `1 finding`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : more}`
}
