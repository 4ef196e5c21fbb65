import { conceptOf, type Check, type Severity } from '../../packages/audit/src/check.ts'
import { NEEDS } from '../../packages/audit/src/cli/list.ts'
import { soundServers, type SoundServer } from './servers.ts'
import { cell, slug, table } from '../markdown.ts'

/** A concept of the book, and whether its chapter is written. */
export interface Concept {
  readonly id: string
  readonly title: string
  readonly written: boolean
}

const SEVERITIES: readonly Severity[] = ['must', 'should', 'may']
const SIGNS = { passed: '✓', failed: '✗', inconclusive: '○' } as const
const UNKNOWN = ' '

/** The page docs/audit-checks.md. */
export function auditChecksPage(concepts: readonly Concept[], checks: readonly Check[]): string {
  const groups = Map.groupBy(checks, conceptOf)
  const chapters = concepts.flatMap((concept) => {
    const group = groups.get(concept.id)
    return group === undefined ? [] : [{ concept, group: group.toSorted(byWeight) }]
  })
  const servers = soundServers()
  return `${[
    introduction(checks.length),
    counts(chapters),
    ...chapters.flatMap(({ concept, group }) => claims(concept, group)),
    MATRIX,
    serverCounts(servers, checks),
    ...chapters.flatMap(({ concept, group }) => outcomes(concept, group, servers)),
    '## What is explained',
    EXPLAINED,
    ...servers.flatMap((server) => explanations(server, checks)),
  ].join('\n\n')}\n`
}

interface Chapter {
  readonly concept: Concept
  readonly group: readonly Check[]
}

function introduction(number: number): string {
  return `# Checks of the auditor

All ${number} checks of [\`@principia/audit\`](../packages/audit/README.md), and what each says of [servers that are known to be good](#sound-servers). A check's
name leads to its file, which has the server that breaks its claim, and how to mend it in several stacks; \`principia-audit --explain <check>\` prints that.

This page is written by \`npm run audit-docs\` from the checks, from \`packages/audit/matrix/findings.ts\` and from what the
matrix came to when \`npm run audit-matrix\` recorded it last. A test fails when the page is older than they are.`
}

function counts(chapters: readonly Chapter[]): string {
  const of = (checks: readonly Check[], severity: Severity) =>
    checks.filter((check) => check.severity === severity).length
  const row = (name: string, checks: readonly Check[]) => [
    name,
    checks.length,
    ...SEVERITIES.map((each) => of(checks, each)),
  ]
  return table(
    ['', 'checks', ...SEVERITIES],
    [
      ...chapters.map(({ concept, group }) => row(`[${concept.title}](#${slug(concept.title)})`, group)),
      row(
        'together',
        chapters.flatMap(({ group }) => group),
      ),
    ],
  )
}

function claims({ id, title, written }: Concept, checks: readonly Check[]): string[] {
  const rows = checks.map((check) => [
    nameOf(check),
    cell(check.claim),
    check.severity,
    [check.source]
      .flat()
      .map(({ title: name, url }) => `[${cell(name)}](${url})`)
      .join('<br>'),
    (check.needs ?? []).map((need) => NEEDS[need]).join('; '),
  ])
  return [
    `## ${title}`,
    written ? `Chapter: [${title}](../book/${id}.md).` : 'Its chapter is not written yet.',
    table(['check', 'claim', 'severity', 'source', 'needs'], rows),
  ]
}

const MATRIX = `## Sound servers

What the checks say of servers that are known to be good: files and a proxy on nginx, Caddy and Apache as Debian has them, Fastify with its
own plugins, the Academy, a small API on bare \`node:http\`, and over https what is about HTTP/2, TLS, headers and failures. The API on \`node:http\`
stands behind the three proxies as well. A test asks all of them on each change, and fails at whatever is found and not explained.

✓ it keeps the claim · ✗ it does not, [which is explained](#what-is-explained) · ○ it could not be told: it has nothing that the claim is about, or the
auditor was not told enough · blank: not asked. Where a
name says nothing else, nginx, Caddy and Apache serve files. What checks that start the target themselves say can only be told of "Academy, started",
and what those of gateways say of gateways, in front of a service that the auditor stands in for.`

function serverCounts(servers: readonly SoundServer[], checks: readonly Check[]): string {
  const rows = servers.map((server) => {
    const all = checks.map((check) => server.outcomeOf(check.id))
    const number = (kind: keyof typeof SIGNS) => all.filter((outcome) => outcome === kind).length
    const musts = checks.filter(
      ({ id, severity }) => severity === 'must' && server.outcomeOf(id) === 'failed',
    )
    return [server.name, number('passed'), number('failed'), musts.length, number('inconclusive')]
  })
  return table(['', '✓', '✗', 'must among ✗', '○'], rows)
}

function outcomes({ title }: Concept, checks: readonly Check[], servers: readonly SoundServer[]): string[] {
  const asked = servers.filter(({ outcomeOf }) => checks.some(({ id }) => outcomeOf(id) !== undefined))
  const rows = checks.map((check) => [
    `\`${check.id}\``,
    ...asked.map(({ outcomeOf }) => {
      const outcome = outcomeOf(check.id)
      return outcome === undefined ? UNKNOWN : SIGNS[outcome]
    }),
  ])
  return [`### ${title}: sound servers`, table(['', ...asked.map(({ name }) => name)], rows)]
}

const EXPLAINED = `Of each server what is found and stands, with the text that it rests on. Over https a newer or older release may be stricter than the one that was
tried: what is explained there need not be found.`

function explanations({ name, explained }: SoundServer, checks: readonly Check[]): string[] {
  const rows = checks.flatMap((check) => {
    const why = explained[check.id]
    return why === undefined ? [] : [[`\`${check.id}\``, check.severity, cell(why)]]
  })
  return rows.length === 0 ? [] : [`### ${name}`, table(['check', 'severity', 'why it stands'], rows)]
}

/** What matters most comes first. */
function byWeight(one: Check, other: Check): number {
  const difference = SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity)
  return difference === 0 ? (one.id < other.id ? -1 : 1) : difference
}

function nameOf({ id }: Check): string {
  return `[${id}](../packages/audit/src/checks/${id}.ts)`
}
