import type { Report, Result, ShownEvidence } from '../report.ts'
import { whyNot, type Judgement } from './judgement.ts'
import { visibleBytes, visibleLines } from './visible.ts'

/**
 * A report as JUnit's XML, which every CI reads: a suite for each concept, a case for each check. It is as red as the exit
 * code: a finding that does not count is skipped, with the reason.
 */
export function junit(report: Report, judgement: Judgement): string {
  const suites = [...Map.groupBy(report.results, ({ concept }) => concept)]
  const parts = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    start('testsuites', { name: `principia-audit ${report.target}`, ...tally(report.results, judgement) }),
    ...suites.flatMap(([concept, results]) => [
      `  ${start('testsuite', { name: concept, timestamp: report.startedAt, ...tally(results, judgement) })}`,
      ...results.flatMap((result) => testCase(result, judgement)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ]
  return `${parts.join('\n')}\n`
}

function testCase(result: Result, judgement: Judgement): string[] {
  const { id, concept, claim, duration } = result
  const first = `    ${start('testcase', { classname: concept, name: `${id}: ${claim}`, time: seconds(duration) })}`
  const inside = insideOf(result, judgement)
  return inside === undefined ? [`${first}</testcase>`] : [first, `      ${inside}`, '    </testcase>']
}

function insideOf(result: Result, judgement: Judgement): string | undefined {
  const { outcome, severity } = result
  const says = visibleLines(result.says ?? '')
  if (outcome === 'passed') return undefined
  if (outcome === 'inconclusive') return `${start('skipped', { message: says })}</skipped>`
  const reason = whyNot(result, judgement)
  const name = reason === undefined ? 'failure' : 'skipped'
  const about = reason === undefined ? { message: says, type: severity } : { message: `${reason} ${says}` }
  return `${start(name, about)}${escape(details(result))}</${name}>`
}

function details({ mend, sources, evidence }: Result): string {
  return [
    ...evidence.map(exchange),
    `Mend: ${mend.general}`,
    ...sources.map(({ title, url }) => `Source: ${title} ${url}`),
  ].join('\n\n')
}

const MOST = 2000

function exchange({ says, sent, received, again }: ShownEvidence): string {
  const side = (bytes: string) =>
    bytes.length <= MOST
      ? lines(bytes)
      : `${lines(bytes.slice(0, MOST))}… (${bytes.length - MOST} more bytes)`
  return [
    ...(says === undefined ? [] : [visibleLines(says)]),
    `Sent:\n${side(sent)}`,
    `Received:\n${side(received)}`,
    `Again: ${visibleLines(again)}`,
  ].join('\n\n')
}

function lines(bytes: string): string {
  return bytes.split(/\r?\n/).map(visibleBytes).join('\n')
}

function tally(results: readonly Result[], judgement: Judgement): Record<string, string> {
  const failed = results.filter((one) => one.outcome === 'failed')
  const skipped = failed.filter((one) => whyNot(one, judgement) !== undefined).length
  const open = results.filter(({ outcome }) => outcome === 'inconclusive').length
  return {
    tests: String(results.length),
    failures: String(failed.length - skipped),
    errors: '0',
    skipped: String(skipped + open),
    time: seconds(results.reduce((sum, { duration }) => sum + duration, 0)),
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

function start(name: string, attributes: Readonly<Record<string, string>>): string {
  const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`)
  return `<${name}${all.join('')}>`
}

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML 1.0 (section 2.2) cannot say at all is replaced. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll(/[&<>"]/g, (char) => NAMES[char] ?? char)
}
