import type { Result, ShownEvidence } from '../../report.ts'
import { excerpt, type ShownLine } from '../excerpt.ts'
import { visible, visibleLines } from '../visible.ts'
import { wrap } from '../wrap.ts'
import type { Paint } from './paint.ts'

const INDENT = 4
const LABEL = 10
/** Exchanges that are shown of a finding; the other reports have all. */
const MOST_EVIDENCE = 1

/** A finding with all that is needed to see and to mend it. */
export function finding(result: Result, note: string | undefined, width: number, paint: Paint): string[] {
  const { id, claim, says = '', mend, sources, evidence } = result
  const text = (words: string) => wrap(visibleLines(words), width - INDENT).map(indented)
  return [
    `${paint('red', '✗')} ${paint('bold', id)}`,
    ...text(claim).map((line) => paint('dim', line)),
    ...text(says),
    ...evidence.slice(0, MOST_EVIDENCE).flatMap((one) => showEvidence(one, width, paint)),
    ...(note === undefined ? [] : row('note', note, width, paint)),
    ...row('mend', mend.general, width, paint),
    ...sources.flatMap(({ title, url }) => row('source', `${title} ${url}`, width, paint)),
    '',
  ]
}

function showEvidence({ sent, received, mark, again }: ShownEvidence, width: number, paint: Paint): string[] {
  const side = (name: 'sent' | 'received', bytes: string) => {
    const here = mark?.in === name ? mark : undefined
    const { lines, between, below } = excerpt(bytes, here, here === undefined ? 2 : 4, width - INDENT - LABEL)
    const more = between + below
    const shown = lines.flatMap((line, index) => [
      ...(index === 1 && between > 0 ? [paint('dim', '…')] : []),
      ...marked(line, paint),
    ])
    if (bytes === '') shown.push(paint('dim', 'nothing'))
    if (more > 0) shown.push(paint('dim', `… ${more} more ${more === 1 ? 'line' : 'lines'}`))
    return labelled(name, shown, paint)
  }
  return [
    ...side('sent', sent),
    ...side('received', received),
    ...(again.length > 600 ? [] : labelled('again', [paint('cyan', visible(again))], paint)),
  ]
}

/** Underlined where there are styles; else with a line of carets below. */
function marked({ before, marked: found, after }: ShownLine, paint: Paint): string[] {
  if (found === '') return [before]
  if (paint.colours) return [`${before}${paint(['red', 'underline'], found)}${after}`]
  return [`${before}${found}${after}`, `${' '.repeat(before.length)}${'^'.repeat(found.length)}`]
}

function row(label: string, words: string, width: number, paint: Paint): string[] {
  return labelled(label, wrap(visibleLines(words), width - INDENT - LABEL), paint)
}

function labelled(label: string, lines: readonly string[], paint: Paint): string[] {
  return lines.map((line, index) => {
    const head = index === 0 ? label.padEnd(LABEL) : ' '.repeat(LABEL)
    return indented(`${paint('dim', head)}${line}`)
  })
}

function indented(line: string): string {
  return `${' '.repeat(INDENT)}${line}`.trimEnd()
}
