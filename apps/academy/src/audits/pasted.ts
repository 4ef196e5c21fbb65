import { reportOf, type Report as AuditReport, type Result, type ShownEvidence } from '@principia/audit'
import { defineProblem } from 'principia'
import { compileSchema, type Failure } from 'principia/validation'
import { Report, type GivenReport } from './report-shape.ts'

export const reportRefused = defineProblem('report-refused', 422, 'This is no report that can be kept')

const validate = compileSchema(Report, 'report')

/**
 * A report that somebody has pasted, made anew of what is known of its form: nothing else of it is kept, and what can be
 * counted is counted again.
 *
 * @param text JSON, as the command line writes it
 * @throws Problem report-refused where it is none, or contradicts itself
 */
export function takeReport(text: string): AuditReport {
  const given = parse(text)
  const results = given.results.map(toResult)
  if (new Set(results.map(({ id }) => id)).size < results.length)
    throw reportRefused('It has two results of one check; each check has one.')
  const stray = results.find(({ id, concept }) => !id.startsWith(`${concept}/`))
  if (stray !== undefined)
    throw reportRefused(`The check ${stray.id} is not of the concept "${stray.concept}" that it names.`)
  const report = reportOf(results, {
    version: given.tool.version,
    target: given.target,
    seed: given.seed,
    startedAt: new Date(given.startedAt),
    duration: given.duration,
    requests: given.requests,
    known: given.known,
  })
  if (report.score.score !== given.score.score)
    throw reportRefused(
      `Its score says ${String(given.score.score)}, but its results come to ${String(report.score.score)}.`,
    )
  return report
}

function parse(text: string): GivenReport {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw reportRefused('It is no JSON. Have it made with: principia-audit <url> --report json=report.json')
  }
  const failures: Failure[] = []
  validate(value, failures)
  const [first] = failures
  if (first !== undefined)
    throw reportRefused(
      `It is not of the form of a report. At ${first.pointer === '' ? 'the top' : first.pointer}: ${first.message}`,
    )
  return value as GivenReport
}

function toResult(given: GivenReport['results'][number]): Result {
  const { id, concept, claim, severity, sources, outcome, says, mend, chapter, evidence, duration } = given
  return {
    id,
    concept,
    claim,
    severity,
    sources: sources.map(({ title, url }) => ({ title, url })),
    outcome,
    says,
    mend: { general: mend.general, ...(mend.stacks === undefined ? {} : { stacks: mend.stacks }) },
    chapter,
    evidence: evidence.map(toEvidence),
    duration,
  }
}

function toEvidence(given: GivenReport['results'][number]['evidence'][number]): ShownEvidence {
  const { says, origin, sent, received, skipped, cut, ended, mark, again } = given
  return {
    says,
    origin,
    sent,
    received,
    skipped: { sent: skipped.sent, received: skipped.received },
    cut: { sent: cut.sent, received: cut.received },
    ended,
    mark: mark === undefined ? undefined : { in: mark.in, from: mark.from, to: mark.to },
    again,
  }
}
