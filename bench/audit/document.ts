import { readFileSync } from 'node:fs'
import { apps } from './apps.ts'
import type { Kind, Reason } from './reasons/reason.ts'
import type { Audited, Result, Severity } from './result.ts'

const SEVERITIES = ['must', 'should', 'may'] as const
const KINDS: Readonly<Record<Kind, string>> = {
  default: 'a default',
  choice: 'a choice',
  defect: 'a defect',
}

/** `docs/audit-comparison.md`. */
export function comparison(result: Result, reasons: readonly Reason[]): string {
  return `${[
    '# Five frameworks, audited',
    INTRODUCTION,
    '## Scores',
    scores(result),
    READING,
    '### By concept',
    conceptTable(result),
    '## What several do',
    KINDS_SAID,
    bySeverity(
      result,
      reasons.filter(({ of }) => of.length > 1),
      (severity) => `### ${severity[0]?.toUpperCase()}${severity.slice(1)}`,
    ),
    ...result.apps.flatMap((app) => [`## ${titleOf(app.name)}`, ownFindings(app, result, reasons)]),
    readFileSync(new URL('fairness.md', import.meta.url), 'utf8').trim(),
  ].join('\n\n')}\n`
}

const INTRODUCTION = `The same small API, accounts with sign-in, private notes and public books, written as the documentation of each framework advises:
[the contract, and the programs](../bench/audit/README.md). The auditor started each of them with one configuration and one seed and carried out all
of its checks. Every finding is here with its cause, written by hand after a look at what was sent and what came back.

\`\`\`sh
node --conditions=principia-source bench/audit/run.ts   # three to five minutes; writes this page and bench/results/audit.json
\`\`\`

**Read the scores with this in mind:** the auditor and Principia come from the same house. Whoever wrote Principia knew what the auditor asks,
and mended what it found; the others were written by people who had never seen it. That Principia scores best says that it does what
its authors hold a good backend to do. It does not say that the others are worse at what they were made for: see
[how fair this is](#how-fair-this-is).`

const READING = `A check is *kept*, *found* broken, or *open*: it could not be told, mostly because the app has nothing of the kind, such as byte ranges, a
cookie or TLS. The score is the share of kept ones by weight (\`must\` 5, \`should\` 2, \`may\` 1), rounded down. What is open counts neither way, so an app that
has more is asked more: Express has no description of its API, and all checks that begin with one are open.`

const KINDS_SAID = `Each finding is *a default*, which an option, a line or a plugin changes; *a choice* that the authors made, often for good reasons; or *a defect*, which
nobody wants. What stands on \`node:http\` shares what that does.`

function scores({ apps: audited, node, checks, scoring }: Result): string {
  const rows = audited.map(({ name, versions, score, findings: found }) => {
    const count = (severity: Severity) => found.filter((one) => one.severity === severity).length
    const packages = Object.entries(versions).map(([one, version]) => `${one} ${version}`)
    const counts = SEVERITIES.map(count)
    return [
      titleOf(name),
      packages.join(', '),
      `**${score.score}**`,
      score.passed,
      ...counts,
      score.inconclusive,
    ]
  })
  return `${checks} checks, scoring ${scoring}, Node ${node}.

${table(['', 'versions', 'score', 'kept', 'must', 'should', 'may', 'open'], 2, rows)}`
}

function conceptTable({ apps: audited }: Result): string {
  const concepts = audited[0]?.concepts.map(({ concept }) => concept) ?? []
  const rows = concepts.map((concept) => [
    concept,
    ...audited.map((app) => {
      const { score = null, failed = 0 } = app.concepts.find((one) => one.concept === concept) ?? {}
      if (score === null) return '–'
      return failed === 0 ? String(score) : `${score} (${failed})`
    }),
  ])
  const titles = audited.map(({ name }) => titleOf(name))
  return `The score, and how much was found; – where all is open.

${table(['', ...titles], 1, rows)}`
}

/** Reasons, by severity. */
function bySeverity(
  { apps: audited }: Result,
  reasons: readonly Reason[],
  head: (severity: Severity) => string,
): string {
  return SEVERITIES.flatMap((severity) => {
    const found = audited.flatMap((app) => app.findings).filter((one) => one.severity === severity)
    const lines = reasons.filter(({ check }) => found.some((one) => one.check === check)).map(line)
    return lines.length === 0 ? [] : [`${head(severity)}\n\n${lines.join('\n')}`]
  }).join('\n\n')
}

function line({ check, of, kind, says, mend }: Reason): string {
  const whose = of.length === 1 ? '' : `${of.map(titleOf).join(', ')}; `
  const mended = mend === undefined ? '' : `\n  *To pass:* ${mend}`
  return `- **\`${check}\`** (${whose}${KINDS[kind]}). ${says}${mended}`
}

function ownFindings({ name, findings }: Audited, result: Result, reasons: readonly Reason[]): string {
  const mine = reasons.filter(({ of }) => of.includes(name))
  const isShared = (check: string) => mine.some((one) => one.check === check && one.of.length > 1)
  const shared = SEVERITIES.flatMap((severity) => {
    const ids = findings.filter((one) => one.severity === severity && isShared(one.check))
    return ids.length === 0 ? [] : [`*${severity}*: ${ids.map(({ check }) => `\`${check}\``).join(', ')}.`]
  })
  const own = mine.filter(({ of }) => of.length === 1)
  return [
    'With others, as said above:',
    ...shared,
    own.length === 0
      ? 'Nothing besides.'
      : `Besides:\n\n${bySeverity(result, own, (severity) => `*${severity}*`)}`,
  ].join('\n\n')
}

function table(
  head: readonly string[],
  texts: number,
  rows: readonly (readonly (string | number)[])[],
): string {
  const rule = head.map((_, index) => (index < texts ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function titleOf(name: string): string {
  return apps.find((app) => app.name === name)?.title ?? name
}
