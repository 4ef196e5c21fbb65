import type { ShownEvidence } from '../../report.ts'
import { cutAround } from '../cut.ts'
import { segmentsOf } from '../visible.ts'
import { html, type Markup } from './markup.ts'

/** Bytes of each side that the page shows; the JSON report has more. */
const MOST = 12 << 10

const ENDED: Readonly<Record<ShownEvidence['ended'], string | undefined>> = {
  open: undefined,
  closed: 'Then the target closed the connection.',
  reset: 'Then the target reset the connection.',
}

/** One exchange: both sides with what matters marked, and the line that does it again. */
export function evidence(one: ShownEvidence): Markup {
  const { says, again, ended } = one
  return html`<figure class="exchange">
    ${says === undefined ? undefined : html`<figcaption>${says}</figcaption>`}
    <div class="sides">${side(one, 'sent', 'Sent')}${side(one, 'received', 'Received')}</div>
    ${ENDED[ended] === undefined ? undefined : html`<p class="ended">${ENDED[ended]}</p>`}
    <div class="again">
      <h4>Again</h4>
      <pre tabindex="0"><code>${again}</code></pre>
      <button type="button" data-copy>Copy</button>
    </div>
  </figure>`
}

function side(one: ShownEvidence, name: 'sent' | 'received', title: string): Markup {
  const mark = one.mark?.in === name ? one.mark : undefined
  const { kept, before, after } = cutAround(one[name], mark, MOST)
  const above = before + one.skipped[name]
  const below = after + one.cut[name]
  const from = mark === undefined ? kept.length : mark.from - before
  const to = mark === undefined ? kept.length : Math.max(from, mark.to - before)
  return html`<div class="side">
    <h4>${title} <small>${size(kept.length + above + below)}</small></h4>
    ${
      kept === ''
        ? html`<p class="nothing">Nothing.</p>`
        : html`<pre tabindex="0" aria-label="${title}">
${omitted(above)}${bytes(kept.slice(0, from))}${
              mark === undefined ? undefined : html`<mark>${bytes(kept.slice(from, to))}</mark>`
            }${bytes(kept.slice(to))}${omitted(below)}</pre>`
    }
  </div>`
}

function omitted(count: number): Markup | undefined {
  return count === 0 ? undefined : html`<span class="omitted">… ${size(count)} left out …</span> `
}

function size(count: number): string {
  return count < 10_000
    ? `${count.toLocaleString('en')} ${count === 1 ? 'byte' : 'bytes'}`
    : `${Math.round(count / 1024)} KiB`
}

/** What cannot be seen by itself stands back; a line ends where one ends. */
function bytes(text: string): Markup[] {
  return segmentsOf(text).map(({ text: shown, isUnseen }) => {
    if (!isUnseen) return html`${shown}`
    return html`<i>${shown}</i>${shown === '\\n' ? '\n' : undefined}`
  })
}
