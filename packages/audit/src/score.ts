import type { Severity } from './check.ts'
import type { Result, Score } from './report.ts'

/**
 * The way of counting. A score may only be compared with another one of the same number: whoever changes what is below
 * changes this as well.
 */
export const SCORING = 1

const WEIGHTS: Readonly<Record<Severity, number>> = { must: 5, should: 2, may: 1 }

/**
 * The share of what was asked that is kept, from 0 to 100: by weight, rounded down, so that only a flawless one has 100.
 * What could not be told counts neither way.
 */
export function scoreOf(results: readonly Pick<Result, 'outcome' | 'severity'>[]): Score {
  const of = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome)
  const passed = of('passed')
  const failed = of('failed')
  const kept = weightOf(passed)
  const all = kept + weightOf(failed)
  return {
    score: all === 0 ? null : Math.floor((100 * kept) / all),
    passed: passed.length,
    failed: failed.length,
    inconclusive: of('inconclusive').length,
  }
}

/** One score for each concept, in the order in which the results name them. */
export function scoreByConcept(
  results: readonly Pick<Result, 'concept' | 'outcome' | 'severity'>[],
): ({ concept: string } & Score)[] {
  const groups = Map.groupBy(results, ({ concept }) => concept)
  return [...groups].map(([concept, group]) => ({ concept, ...scoreOf(group) }))
}

function weightOf(results: readonly Pick<Result, 'severity'>[]): number {
  return results.reduce((sum, { severity }) => sum + WEIGHTS[severity], 0)
}
