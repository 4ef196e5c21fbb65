import markdownIt from 'markdown-it'
import { alignTablesByClass } from './table-align.ts'

/**
 * Renders what a user wrote. Safe by construction: HTML in the source is shown as text, links keep only
 * schemes that cannot run anything, and pictures are off, since fetching one would tell its server who reads.
 */
const md = markdownIt({ html: false, linkify: false, typographer: false, breaks: true })
md.disable('image')
md.validateLink = (url) => /^(https?:|mailto:|\/(?!\/)|#)/i.test(url.trim())
alignTablesByClass(md)
md.core.ruler.push('outgoing-links', (state) => {
  for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type === 'link_open') token.attrSet('rel', 'noopener noreferrer nofollow')
  }
})

export function renderNote(markdown: string): string {
  return md.render(markdown)
}
