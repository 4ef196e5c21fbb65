import { t, type Static } from 'principia'

const OPEN = { additionalProperties: true }
const Count = t.Integer({ minimum: 0, maximum: 1_000_000 })
const Milliseconds = t.Number({ minimum: 0, maximum: 1e9 })
const Words = t.String({ maxLength: 20_000 })
/** Of a list, and on one line. */
const Line = t.String({ minLength: 1, maxLength: 1000, pattern: '^[^\\p{C}]+$' })
const Concept = t.String({ maxLength: 60, pattern: '^[a-z][a-z0-9-]*$' })

const Scored = {
  score: t.Union([t.Integer({ minimum: 0, maximum: 100 }), t.Null()]),
  passed: Count,
  failed: Count,
  inconclusive: Count,
}
export const ConceptScore = t.Object({ concept: Concept, ...Scored }, { ...OPEN, title: 'ConceptScore' })

const Severity = t.Union([t.Literal('must'), t.Literal('should'), t.Literal('may')])
const Outcome = t.Union([t.Literal('passed'), t.Literal('failed'), t.Literal('inconclusive')])

/** Bytes of each side, one character each; the auditor keeps 64 KiB. */
const Bytes = t.String({ maxLength: 70_000 })
/** Left out of them: some checks send, and some targets answer with, many megabytes. */
const Left = t.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Sides = t.Object({ sent: Left, received: Left }, OPEN)

const Evidence = t.Object(
  {
    says: t.Optional(Words),
    origin: t.String({ maxLength: 1000 }),
    sent: Bytes,
    received: Bytes,
    skipped: Sides,
    cut: Sides,
    ended: t.Union([t.Literal('open'), t.Literal('closed'), t.Literal('reset')]),
    mark: t.Optional(
      t.Object(
        { in: t.Union([t.Literal('sent'), t.Literal('received')]), from: t.Integer(), to: t.Integer() },
        OPEN,
      ),
    ),
    again: t.String({ maxLength: 400_000 }),
  },
  { ...OPEN, title: 'AuditEvidence' },
)

const Result = t.Object(
  {
    id: t.String({ maxLength: 120, pattern: '^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$' }),
    concept: Concept,
    claim: Words,
    severity: Severity,
    sources: t.Array(t.Object({ title: Words, url: t.String({ maxLength: 2000 }) }, OPEN), { maxItems: 20 }),
    outcome: Outcome,
    says: t.Optional(Words),
    mend: t.Object(
      { general: Words, stacks: t.Optional(t.Record(t.String({ maxLength: 100 }), Words)) },
      OPEN,
    ),
    chapter: t.String({ maxLength: 1000 }),
    evidence: t.Array(Evidence, { maxItems: 20 }),
    duration: Milliseconds,
  },
  { ...OPEN, title: 'AuditResult' },
)

/**
 * The report of an audit, as the auditor writes it in JSON. Members that it may get under the same `format` are let
 * through and forgotten.
 */
export const Report = t.Object(
  {
    format: t.Literal(1),
    scoring: t.Literal(1),
    tool: t.Object({ name: t.Literal('@principia/audit'), version: Line }, OPEN),
    target: Line,
    seed: Line,
    startedAt: t.String({ format: 'date-time' }),
    duration: Milliseconds,
    requests: t.Integer({ minimum: 0, maximum: 1e9 }),
    known: t.Array(Words, { maxItems: 500 }),
    score: t.Object(Scored, OPEN),
    concepts: t.Array(ConceptScore, { maxItems: 200 }),
    results: t.Array(Result, { maxItems: 2000 }),
  },
  { ...OPEN, title: 'AuditReport' },
)

export type GivenReport = Static<typeof Report>
