import type { Result } from '../result.ts'

/**
 * What a finding is, for whoever decides what to do about it: something that one option, line or plugin changes; something that
 * the authors want so; or something that nobody wants.
 */
export type Kind = 'default' | 'choice' | 'defect'

/** Why a check fails on an app. */
export interface Reason {
  readonly check: string
  /** The apps of which it is true. */
  readonly of: readonly string[]
  readonly kind: Kind
  /** What it does, and the text that it breaks where the check is a `must`. */
  readonly says: string
  /** What makes it pass. */
  readonly mend?: string
}

/** Findings without a reason, or with two, and reasons without a finding. */
export function mistakesOf({ apps }: Result, given: readonly Reason[]): string[] {
  const unclear = apps.flatMap(({ name, findings }) =>
    findings.flatMap(({ check }) => {
      const count = given.filter((reason) => reason.check === check && reason.of.includes(name)).length
      return count === 1 ? [] : [`${name} fails ${check}, for which there are ${count} reasons.`]
    }),
  )
  const idle = given.flatMap(({ check, of }) =>
    of
      .filter(
        (name) => !apps.some((app) => app.name === name && app.findings.some((one) => one.check === check)),
      )
      .map((name) => `${name} does not fail ${check}, for which there is a reason.`),
  )
  return [...unclear, ...idle]
}
