import { conceptOf } from '../check.ts'
import type { Report, Result } from '../report.ts'
import type { Outcome } from '../run/run-check.ts'
import { scoreByConcept, scoreOf, SCORING } from '../score.ts'
import type { Evidence, Failed } from '../verdict.ts'
import { show } from './evidence.ts'
import { hideNothing, type Hide } from './secrets.ts'

/** What a report says of the audit itself. */
export interface About {
  /** Of the auditor. */
  readonly version: string
  /** The target's address. */
  readonly target: string
  readonly seed: string
  readonly startedAt: Date
  /** Milliseconds. */
  readonly duration: number
  /** Requests and connections that were made. */
  readonly requests: number
  /** What was found out about the target beforehand, as sentences. */
  readonly known: readonly string[]
}

export interface ShowOptions {
  /** Makes secrets unreadable; nothing is hidden unless said. */
  readonly hide?: Hide
  /** Where chapters are read, such as `http://localhost:3000/learn`; the book's files are named unless said. */
  readonly chapters?: string | undefined
}

/** The report on what checks came to. */
export function toReport(outcomes: readonly Outcome[], about: About, options: ShowOptions = {}): Report {
  return reportOf(
    outcomes.map((outcome) => toResult(outcome, options)),
    about,
  )
}

/** The report on results, some of which may be from an earlier run that was broken off. */
export function reportOf(results: readonly Result[], about: About): Report {
  return {
    format: 1,
    scoring: SCORING,
    tool: { name: '@principia/audit', version: about.version },
    target: about.target,
    seed: about.seed,
    startedAt: about.startedAt.toISOString(),
    duration: Math.round(about.duration),
    requests: about.requests,
    known: about.known,
    score: scoreOf(results),
    concepts: scoreByConcept(results),
    results,
  }
}

/** What one check came to, with its evidence cut to size and its secrets hidden. */
export function toResult({ check, verdict, duration }: Outcome, options: ShowOptions = {}): Result {
  const { hide = hideNothing, chapters } = options
  const { id, claim, severity, source, mend } = check
  const concept = conceptOf(check)
  return {
    id,
    concept,
    claim,
    severity,
    sources: [source].flat(),
    outcome: verdict.outcome,
    says: verdict.says === undefined ? undefined : hide(verdict.says),
    mend,
    chapter: chapters === undefined ? `book/${concept}.md` : `${chapters.replace(/\/$/, '')}/${concept}`,
    evidence:
      verdict.outcome === 'failed'
        ? verdict.evidence.map((one) => show(withoutEcho(one, verdict), hide))
        : [],
    duration: Math.round(duration),
  }
}

/** What is to be seen is not said twice. */
function withoutEcho({ says, ...evidence }: Evidence, verdict: Failed): Evidence {
  return says === undefined || says === verdict.says ? evidence : { ...evidence, says }
}
