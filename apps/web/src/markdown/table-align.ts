import type { MarkdownIt } from 'markdown-it'

/** Column alignment as a class: markdown-it writes it as a style attribute, which the page's policy forbids. */
export function alignTablesByClass(md: MarkdownIt): void {
  md.core.ruler.push('table-align-class', (state) => {
    for (const token of state.tokens) {
      if (token.type !== 'th_open' && token.type !== 'td_open') continue
      const side = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style') ?? ''))?.[1]
      token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style')
      if (side !== undefined) token.attrJoin('class', `align-${side}`)
    }
  })
}
