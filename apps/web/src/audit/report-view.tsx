import type { VNode } from 'preact'
import { auditPageUrl, type Audit, type AuditReport, type AuditResult } from '../api.ts'
import { formatMinute } from '../lib/dates.ts'
import type { Book } from '../state.ts'
import { Finding } from './finding.tsx'
import { many, MEANING, SEVERITIES } from './words.ts'

interface Props {
  readonly audit: Audit
  /** `null` where it came to none. */
  readonly report: AuditReport | null
  readonly book: Book
}

/** An audit that has ended: its score, and all that was found. */
export function ReportView({ audit, report, book }: Props): VNode {
  const { id, target, startedAt, origin, state, score, found } = audit
  return (
    <section class="audit-report" aria-labelledby="report">
      <header>
        <div>
          <h2 id="report" class="address">
            {target}
          </h2>
          <p class="meta">
            <time dateTime={startedAt}>{formatMinute(startedAt)}</time>
            {report !== null &&
              `, ${many(report.requests, 'request')} in ${(report.duration / 1000).toFixed(1)} s`}
            {origin === 'pasted' && ', a pasted report'}
            {state === 'stopped' && ', stopped before its end'}
          </p>
          {report !== null && (
            <p class="counts">
              {SEVERITIES.map((severity) => (
                <span key={severity} data-severity={severity} data-none={found[severity] === 0}>
                  <b>{found[severity]}</b> {severity}
                </span>
              ))}
              <span>
                <b>{report.score.inconclusive}</b> open
              </span>
              <span>
                <b>{report.score.passed}</b> good
              </span>
            </p>
          )}
        </div>
        {score !== null && (
          <p class="big-score">
            {score} <span>of 100</span>
          </p>
        )}
      </header>
      {audit.fault !== null && <p class="form-error">{audit.fault}</p>}
      {state === 'stopped' && report === null && <p>It was stopped before anything was checked.</p>}
      {report !== null && <Results id={id} report={report} book={book} />}
    </section>
  )
}

function Results({ id, report, book }: { id: string; report: AuditReport; book: Book }): VNode {
  const { results } = report
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  const good = results.filter(({ outcome }) => outcome === 'passed')
  return (
    <>
      {failed.length === 0 && <p class="lead">Nothing was found.</p>}
      {SEVERITIES.map((severity) => {
        const own = failed.filter((result) => result.severity === severity)
        return own.length === 0 ? null : (
          <section key={severity} class="findings" aria-labelledby={`found-${severity}`}>
            <h3 id={`found-${severity}`}>
              <span class="severity" data-severity={severity}>
                {severity}
              </span>{' '}
              <small>{MEANING[severity]}</small>
            </h3>
            {own.map((result) => (
              <Finding key={result.id} result={result} book={book} />
            ))}
          </section>
        )
      })}
      <Open results={results.filter(({ outcome }) => outcome === 'inconclusive')} />
      {good.length > 0 && (
        <details class="aside">
          <summary>{many(good.length, 'check')} passed</summary>
          <ul>
            {good.map(({ id: check, claim }) => (
              <li key={check}>
                {claim} <code>{check}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      <details class="aside">
        <summary>What was known of the target</summary>
        <ul>
          {[...report.known, `Seed ${report.seed}; auditor ${report.tool.version}.`].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
      <p>
        <a href={auditPageUrl(id)} target="_blank" rel="noreferrer">
          The whole report as a page
        </a>
      </p>
    </>
  )
}

/** What could not be told, by the reason: most of it is mended by telling the auditor more. */
function Open({ results }: { results: readonly AuditResult[] }): VNode | null {
  if (results.length === 0) return null
  const byReason = [...Map.groupBy(results, ({ says }) => says ?? 'It did not say why.')].toSorted(
    ([, one], [, other]) => other.length - one.length,
  )
  return (
    <details class="aside">
      <summary>{many(results.length, 'check')} could not tell, and why</summary>
      <ul>
        {byReason.map(([reason, own]) => (
          <li key={reason}>
            {reason}{' '}
            <span class="ids">
              {own.map(({ id }) => (
                <code key={id}>{id}</code>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
