import type { Severity } from '../../check.ts'
import type { Report, Result, Score } from '../../report.ts'
import { counts, findingsOf, many, openByReason, SEVERITIES, whyNot, type Judgement } from '../judgement.ts'
import { visible } from '../visible.ts'
import { wrap } from '../wrap.ts'
import { finding } from './finding.ts'
import type { Paint, Style } from './paint.ts'

const MEANING: Readonly<Record<Severity, string>> = {
  must: 'breaks a specification, loses data, or lets an attack through',
  should: 'costs users or clients',
  may: 'could be better',
}

/** A report to be read in a terminal, from what matters most; its last lines say what it came to. */
export function terminal(report: Report, judgement: Judgement, paint: Paint, width: number): string {
  const parts = [
    ...known(report, width),
    ...findings(report, judgement, paint, width),
    ...open(report, paint, width),
    ...good(report, paint, width),
    ...scores(report, paint),
    ...summary(report, judgement, paint),
  ]
  return `${parts.join('\n')}\n`
}

function known({ target, known: sentences }: Report, width: number): string[] {
  return [
    visible(target),
    ...sentences.flatMap((one) => wrap(visible(one), width - 2).map((line) => `  ${line}`)),
    '',
  ]
}

function findings(report: Report, judgement: Judgement, paint: Paint, width: number): string[] {
  const groups = Map.groupBy(findingsOf(report), ({ severity }) => severity)
  return [...groups].flatMap(([severity, results]) => [
    heading(`${severity}: ${MEANING[severity]}`, results.length, 'red', paint),
    '',
    ...results.flatMap((result) => finding(result, whyNotHere(result), width, paint)),
  ])

  function whyNotHere(result: Result): string | undefined {
    return judgement.accepted.has(result.id) ? whyNot(result, judgement) : undefined
  }
}

function open(report: Report, paint: Paint, width: number): string[] {
  const groups = openByReason(report)
  if (groups.length === 0) return []
  const lines = groups.flatMap(([reason, results]) => [
    ...wrap(visible(reason.split('\n')[0] ?? ''), width - 4).map((line) => `  ${line}`),
    ...names(results, width, paint),
  ])
  return [heading('could not be told', report.score.inconclusive, 'yellow', paint), '', ...lines, '']
}

function good(report: Report, paint: Paint, width: number): string[] {
  const passed = report.results.filter(({ outcome }) => outcome === 'passed')
  if (passed.length === 0) return []
  return [heading('good', passed.length, 'green', paint), '', ...names(passed, width, paint), '']
}

/** `routing/not-found, head` */
function names(results: readonly Result[], width: number, paint: Paint): string[] {
  const groups = Map.groupBy(results, ({ concept }) => concept)
  const texts = [...groups].map(([concept, group]) => {
    const rest = group.map(({ id }) => id.slice(concept.length + 1))
    return `${concept}/${rest.join(', ')}`
  })
  return texts.flatMap((text) => wrap(text, width - 4).map((line) => paint('dim', `    ${line}`)))
}

const BAR = 20

function scores({ concepts, score }: Report, paint: Paint): string[] {
  const longest = Math.max(6, ...concepts.map(({ concept }) => concept.length))
  const line = (name: string, one: Score) => {
    const { passed, failed, inconclusive } = one
    const number = one.score === null ? '–' : String(one.score)
    return `  ${name.padEnd(longest)}  ${bar(one, paint)} ${number.padStart(4)}   ${passed} good, ${failed} bad, ${inconclusive} open`
  }
  return [
    heading('score', undefined, 'bold', paint),
    '',
    ...concepts.map((one) => line(one.concept, one)),
    paint('bold', line('in all', score)),
    '',
  ]
}

function bar({ score }: Score, paint: Paint): string {
  if (score === null) return paint('dim', '·'.repeat(BAR))
  const full = Math.floor((score / 100) * BAR)
  const style = score === 100 ? 'green' : score >= 75 ? 'yellow' : 'red'
  return paint(style, '█'.repeat(full)) + paint('dim', '░'.repeat(BAR - full))
}

function summary(report: Report, judgement: Judgement, paint: Paint): string[] {
  const { score, requests, duration, seed } = report
  const found = findingsOf(report)
  const bySeverity = SEVERITIES.map(
    (each) => `${found.filter(({ severity }) => severity === each).length} ${each}`,
  )
  const failing = found.filter((result) => counts(result, judgement)).length
  const accepted = found.filter(({ id }) => judgement.accepted.has(id)).length
  const came = [
    score.score === null ? 'No score' : `${score.score} of 100`,
    `${many(found.length, 'finding')} (${bySeverity.join(', ')})`,
    ...(accepted === 0 ? [] : [`${accepted} accepted`]),
  ]
  const how = [
    `${score.inconclusive} could not be told`,
    `${score.passed} good`,
    `${many(requests, 'request')} in ${(duration / 1000).toFixed(1)} s`,
    `seed ${visible(seed)}`,
  ]
  return [
    ...hints(found).map((hint) => paint('dim', hint)),
    paint(['bold', failing > 0 ? 'red' : 'green'], came.join(' · ')),
    paint('dim', how.join(' · ')),
  ]
}

/** What to do next that the findings themselves do not say. */
function hints(found: readonly Result[]): string[] {
  const [first] = found
  if (first === undefined) return []
  const hidden = /(?:Authorization|Cookie): [^']*\*{4}/
  const isHidden = found.some(({ evidence }) => evidence.some(({ again }) => hidden.test(again)))
  return [
    `How to mend it in several stacks: --explain ${first.id}`,
    ...(isHidden ? ['Credentials are asterisks; --show-secrets gives lines that can be run.'] : []),
    '',
  ]
}

function heading(text: string, count: number | undefined, style: Style, paint: Paint): string {
  const words = count === undefined ? text : `${text} (${count})`
  return paint(['bold', style], words.charAt(0).toUpperCase() + words.slice(1))
}
