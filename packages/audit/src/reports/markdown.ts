import type { Report, Result, ShownEvidence } from '../report.ts'
import { counts, findingsOf, many, openByReason, SEVERITIES, type Judgement } from './judgement.ts'
import { visible, visibleBytes, visibleLines } from './visible.ts'

/** A comment on GitHub may be so long, in characters. */
const MOST = 65_000

/** A report as a comment on a change: what it came to, then each finding behind a line that opens. */
export function markdown(report: Report, judgement: Judgement): string {
  const found = findingsOf(report)
  const failing = found.filter((result) => counts(result, judgement))
  const accepted = found.filter(({ id }) => judgement.accepted.has(id))
  const others = found.filter((result) => !failing.includes(result) && !accepted.includes(result))
  const parts = [
    `### ${failing.length === 0 ? '✅' : '❌'} Audit of ${words(report.target)}: ${score(report)}`,
    summary(report, found, accepted.length),
    ...section(failing.length === 0 ? undefined : 'What counts', failing),
    ...section(others.length === 0 ? undefined : 'What else was found', others),
    table(report),
    ...open(report),
    `<sub>principia-audit ${report.tool.version}, seed ${words(report.seed)}, scoring ${report.scoring}, ${many(report.requests, 'request')} in ${(report.duration / 1000).toFixed(1)} s</sub>`,
  ]
  return `${upTo(MOST, parts).join('\n\n')}\n`
}

function score({ score: { score: value } }: Report): string {
  return value === null ? 'no score' : `${value} of 100`
}

function summary({ score: all }: Report, found: readonly Result[], accepted: number): string {
  const each = SEVERITIES.map((name) => `${found.filter(({ severity }) => severity === name).length} ${name}`)
  return [
    `${many(found.length, 'finding')} (${each.join(', ')})`,
    ...(accepted === 0 ? [] : [`${accepted} of them accepted`]),
    `${all.inconclusive} could not be told`,
    `${all.passed} good`,
  ].join(' · ')
}

function section(title: string | undefined, results: readonly Result[]): string[] {
  return title === undefined ? [] : [`#### ${title}`, ...results.map(finding)]
}

function finding({ id, severity, claim, says = '', evidence, mend, sources }: Result): string {
  const [first] = evidence
  return [
    `<details><summary><b>${severity}</b> <code>${words(id)}</code> ${words(claim)}</summary>`,
    words(says),
    ...(first === undefined ? [] : [exchange(first)]),
    `**Mend:** ${words(mend.general)}`,
    sources.map(({ title, url }) => link(url, title)).join(' · '),
    '</details>',
  ].join('\n\n')
}

const LINES = 14
const WIDTH = 200

function exchange({ sent, received, again }: ShownEvidence): string {
  const side = (bytes: string, sign: string) => {
    const lines = bytes.replace(/\r?\n$/, '').split(/\r?\n/)
    const more = lines.length - LINES
    return [
      ...lines
        .slice(0, LINES)
        .map((line) => `${sign} ${visibleBytes(line.slice(0, WIDTH))}${line.length > WIDTH ? '…' : ''}`),
      ...(more > 0 ? [`${sign} … ${more} more lines`] : []),
    ]
  }
  const shown = [...side(sent, '>'), ...side(received, '<')].join('\n')
  return [fenced(shown, 'http'), ...(again.length > 2000 ? [] : [fenced(visible(again), 'sh')])].join('\n\n')
}

function table({ concepts }: Report): string {
  const rows = concepts.map(
    ({ concept, score: value, passed, failed, inconclusive }) =>
      `| ${words(concept)} | ${value ?? '–'} | ${failed} | ${inconclusive} | ${passed} |`,
  )
  return [
    '<details><summary>Score of each concept</summary>',
    ['| concept | score | found | open | good |', '|---|---:|---:|---:|---:|', ...rows].join('\n'),
    '</details>',
  ].join('\n\n')
}

function open(report: Report): string[] {
  const groups = openByReason(report)
  if (groups.length === 0) return []
  const lines = groups.map(
    ([reason, results]) =>
      `- ${words(reason)} ${results.map(({ id }) => `<code>${words(id)}</code>`).join(' ')}`,
  )
  return [
    `<details><summary>Could not be told (${report.score.inconclusive})</summary>`,
    lines.join('\n'),
    '</details>',
  ]
}

/** Text on one line that means nothing but itself: no element, link, mention, table cell or emphasis. */
function words(text: string): string {
  return visibleLines(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[&<>"'`*_~|[\]()\\@#!]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** A fence that is longer than any within. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** As many whole parts as fit. */
function upTo(most: number, parts: readonly string[]): string[] {
  let length = 0
  const kept = parts.filter((part) => (length += part.length + 2) <= most)
  const left = parts.length - kept.length
  return left === 0 ? kept : [...kept, `… and ${many(left, 'part')} of the report that did not fit here.`]
}

/** A link, where its address is one of the web; nothing in it can end the link. */
function link(url: string, title: string): string {
  if (!/^https?:\/\//i.test(url)) return words(title)
  const encoded = url.replaceAll(
    /[\s<>()\\]/g,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `[${words(title)}](${encoded})`
}
