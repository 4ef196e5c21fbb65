import type { Mend } from '../../check.ts'
import type { Result } from '../../report.ts'
import { isProse, partsOf } from '../prose.ts'
import { evidence } from './evidence.ts'
import { html, type Markup } from './markup.ts'

/** One check: a line that opens to what it found. */
export function result(one: Result, note: string | undefined): Markup {
  const { id, concept, claim, severity, outcome, says, mend, evidence: exchanges } = one
  const isFound = outcome === 'failed'
  return html`<details
    class="result"
    id="${id}"
    data-concept="${concept}"
    data-severity="${severity}"
    data-outcome="${outcome}"
  >
    <summary>
      <span class="severity ${severity}">${severity}</span
      ><span class="what"><code>${id}</code> <span class="claim">${claim}</span></span
      >${note === undefined ? undefined : html`<span class="note">${note}</span>`}
    </summary>
    <div class="body">
      ${says === undefined ? undefined : html`<p class="says">${says}</p>`} ${exchanges.map(evidence)}
      ${isFound ? html`<h3>How to mend it</h3>` : html`<h3>How it is done well</h3>`}
      ${isFound ? mending(id, mend) : html`<p class="mend">${prose(mend.general)}</p>`}
      <p class="sources">${sources(one)}</p>
    </div>
  </details>`
}

/** In general, and in stacks as tabs: radio buttons, which need no script and know the arrow keys. */
function mending(id: string, { general, stacks = {} }: Mend): Markup {
  const tabs = [['In general', general] as const, ...Object.entries(stacks)]
  if (tabs.length === 1) return html`<p class="mend">${prose(general)}</p>`
  return html`<div class="tabs" role="radiogroup" aria-label="Stack">
    ${tabs.map(
      ([name, words], index) =>
        html`<label
            ><input type="radio" name="stack ${id}" ${index === 0 ? html` checked` : undefined} />
            ${name}</label
          >
          <div class="panel">${index === 0 ? html`<p>${prose(words)}</p>` : code(words)}</div>`,
    )}
  </div>`
}

function code(words: string): Markup {
  return isProse(words) ? html`<p>${prose(words)}</p>` : html`<pre tabindex="0"><code>${words}</code></pre>`
}

function prose(words: string): Markup[] {
  return partsOf(words).map(({ text, isCode }) => (isCode ? html`<code>${text}</code>` : html`${text}`))
}

function sources({ sources: texts, chapter }: Result): Markup[] {
  return [
    ...texts.map(({ title, url }) => html`<span>${link(url, title)}</span>`),
    html`<span>Chapter: ${link(chapter, chapter)}</span>`,
  ]
}

function link(url: string, words: string): Markup {
  return /^https?:\/\//i.test(url) ? html`<a href="${url}" rel="noreferrer">${words}</a>` : html`${words}`
}
