import type { Log, Notification, ReportingDescriptor, Result as Found } from 'sarif'
import type { Severity } from '../check.ts'
import type { Report, Result, ShownEvidence } from '../report.ts'
import { findingsOf, type Judgement } from './judgement.ts'
import { visibleLines } from './visible.ts'

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  must: 'error',
  should: 'warning',
  may: 'note',
}

/**
 * A report as SARIF 2.1.0 (OASIS), for code scanning: a rule for each check that was run, a result for each finding. What
 * the baseline accepts is there, suppressed with its reason.
 */
export function sarif(report: Report, judgement: Judgement): string {
  const rules = new Map(report.results.map((result, index) => [result.id, index]))
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'principia-audit',
            version: report.tool.version,
            rules: report.results.map(toRule),
          },
        },
        // Makes the runs against several targets different ones to whoever keeps them.
        automationDetails: { id: `principia-audit/${report.target}` },
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: report.startedAt,
            endTimeUtc: new Date(Date.parse(report.startedAt) + report.duration).toISOString(),
            toolExecutionNotifications: report.results
              .filter(({ outcome }) => outcome === 'inconclusive')
              .map(toNote),
          },
        ],
        results: findingsOf(report).map((finding) =>
          toFinding(finding, rules.get(finding.id) ?? -1, report, judgement),
        ),
        properties: { score: report.score.score, scoring: report.scoring, seed: report.seed },
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function toRule({ id, claim, severity, mend, sources, concept, chapter }: Result): ReportingDescriptor {
  const [source] = sources
  const stacks = Object.entries(mend.stacks ?? {})
  const texts = sources.map(({ title, url }) => `${title}: ${url}`)
  return {
    id,
    shortDescription: { text: claim },
    help: {
      text: [mend.general, ...stacks.map(([name, words]) => `${name}: ${words}`), ...texts].join('\n\n'),
      markdown: [
        mend.general,
        ...stacks.map(([name, words]) => `**${name}**\n\n${fenced(words)}`),
        sources.map(({ title, url }) => `- [${title}](${url})`).join('\n'),
        `Chapter: ${chapter}`,
      ].join('\n\n'),
    },
    ...(source === undefined ? {} : { helpUri: source.url }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: [concept, severity] },
  }
}

function toFinding(result: Result, ruleIndex: number, { target }: Report, { accepted }: Judgement): Found {
  const { id, severity, says = '', evidence } = result
  const [first] = evidence
  const reason = accepted.get(id)
  return {
    ruleId: id,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: visibleLines(says) },
    locations: [
      { physicalLocation: { artifactLocation: { uri: first === undefined ? target : addressOf(first) } } },
    ],
    // One check finds one thing: the finding is the same wherever the target runs and whatever it said.
    partialFingerprints: { 'principiaAuditCheck/v1': id },
    ...(reason === undefined
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: reason }] }),
    ...(first === undefined ? {} : { properties: { again: first.again, evidence } }),
  }
}

function toNote({ id, says = '' }: Result): Notification {
  return { descriptor: { id }, level: 'note', message: { text: visibleLines(says) } }
}

/** The address that was asked for, as a URI: what is not allowed in one is encoded. */
function addressOf({ origin, sent }: ShownEvidence): string {
  const [, path = '/'] = /^[A-Z]+ (\/[^ \r\n]*) HTTP/.exec(sent) ?? []
  const encoded = Buffer.from(path, 'latin1')
    .toString()
    .replaceAll(/%(?![0-9a-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/gi, (char) =>
      [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
    )
  return `${origin}${encoded}`
}

function fenced(words: string): string {
  return `\`\`\`\n${words}\n\`\`\``
}
