import type { Mend, Severity } from './check.ts'
import type { Source } from './source.ts'
import type { Mark } from './verdict.ts'

/** What an audit came to, as its JSON has it. */
export interface Report {
  /** Of this form of report. Members may be added under the same number. */
  readonly format: 1
  /** Of the way of counting: two scores compare only where this is equal. */
  readonly scoring: 1
  readonly tool: { readonly name: '@principia/audit'; readonly version: string }
  /** `http://localhost:3000`. */
  readonly target: string
  readonly seed: string
  /** ISO 8601. */
  readonly startedAt: string
  /** Milliseconds. */
  readonly duration: number
  /** Requests and connections that were made. */
  readonly requests: number
  /** What was found out about the target beforehand, as sentences. */
  readonly known: readonly string[]
  readonly score: Score
  readonly concepts: readonly ({ readonly concept: string } & Score)[]
  readonly results: readonly Result[]
}

/** By weight: a `must` counts 5, a `should` 2, a `may` 1. */
export interface Score {
  /** From 0 to 100, rounded down; `null` where nothing could be told. */
  readonly score: number | null
  readonly passed: number
  readonly failed: number
  readonly inconclusive: number
}

/** What one check came to. */
export interface Result {
  readonly id: string
  readonly concept: string
  readonly claim: string
  readonly severity: Severity
  readonly sources: readonly Source[]
  readonly outcome: 'passed' | 'failed' | 'inconclusive'
  /** What happened and what was expected; what was good; why it could not be told. */
  readonly says: string | undefined
  readonly mend: Mend
  /** What explains it: `https://…/learn/routing`, or the file in the book: `book/routing.md`. */
  readonly chapter: string
  readonly evidence: readonly ShownEvidence[]
  /** Milliseconds. */
  readonly duration: number
}

/** One exchange. Each character of `sent` and `received` is one byte (ISO 8859-1), so that a mark's numbers are exact. */
export interface ShownEvidence {
  readonly says: string | undefined
  readonly origin: string
  readonly sent: string
  readonly received: string
  /** Bytes that were left out before the beginning of each, to show what is around the mark. */
  readonly skipped: { readonly sent: number; readonly received: number }
  /** Bytes that were cut off at the end of each. */
  readonly cut: { readonly sent: number; readonly received: number }
  readonly ended: 'open' | 'closed' | 'reset'
  /** Counted in `sent` or `received` as they stand here. */
  readonly mark: Mark | undefined
  /** A line for the shell that does it again; a comment, from `# ` on, where no line can. */
  readonly again: string
}
