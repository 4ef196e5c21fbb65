import { visibleLines } from '../visible.ts'

/** HTML that may go into a page as it is. Only `html` makes it. */
export class Markup {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

/** How a template is set is no part of the page. */
const INDENT = /\n\s+/g

type Part = Markup | string | number | undefined | readonly Part[]

/**
 * Makes HTML of a template. What is put into it is text, whatever it contains: in content as in quoted attributes it stands
 * for itself. Only other markup keeps its meaning, so nothing that a target has sent can ever become an element.
 *
 * @example
 * html`<p title="${title}">${words}</p>`
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    template.reduce(
      (all, literal, index) => all + sourceOf(parts[index - 1]) + literal.replaceAll(INDENT, '\n'),
      '',
    ),
  )
}

function sourceOf(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Markup) return part.source
  if (typeof part === 'object') return part.map(sourceOf).join('')
  return escape(visibleLines(String(part)))
}

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => NAMES[char] ?? char)
}
