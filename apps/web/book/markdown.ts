import markdownIt, { type Token } from 'markdown-it'
import { alignTablesByClass } from '../src/markdown/table-align.ts'
import { toFigure } from './figure.ts'
import { highlightLines, isKnownLanguage } from './highlight.ts'
import { escapeHtml } from './html.ts'
import { resolveLink, type Link, type LinkContext } from './links.ts'
import { createSlugger } from './slug.ts'
import { collectSections, plainText, type Section } from './sections.ts'

export interface TocEntry {
  readonly id: string
  readonly text: string
  readonly level: number
}

export interface Page {
  readonly html: string
  readonly toc: readonly TocEntry[]
  readonly sections: readonly Section[]
  readonly links: readonly Link[]
  readonly minutes: number
  /** Each begins with the line in the Markdown, from 1. */
  readonly problems: readonly { readonly line: number; readonly text: string }[]
}

const WORDS_PER_MINUTE = 220
const CODE_LINES_PER_MINUTE = 25
/** What is one long line as it is: an exchange, a command. A program's lines are short enough, and keep their shape. */
const WRAPPED = new Set(['http', 'json', 'sh'])
const UNSAFE_HTML = /\sstyle\s*=|<style[\s>]|<script[\s>]|\son[a-z]+\s*=/i

const md = markdownIt({ html: true, linkify: false, typographer: true })
md.disable('replacements')
alignTablesByClass(md)
md.core.ruler.push('dashes', (state) => {
  for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type === 'text') token.content = token.content.replace(/(?<=\s)-(?=\s|$)/g, '–')
  }
})

/** Sets one chapter: Markdown in, HTML that needs no script and no inline style out. */
export function compileMarkdown(source: string, title: string, context: LinkContext): Page {
  const tokens = dropTitle(md.parse(source, {}), title)
  const problems: { line: number; text: string }[] = []
  const links: Link[] = []
  const toc: TocEntry[] = []
  const slugOf = createSlugger()
  let line = 1
  let drawings = 0
  let codeLines = 0

  for (const [index, token] of tokens.entries()) {
    if (token.map) line = token.map[0] + 1
    const report = (text: string): number => problems.push({ line, text })
    if (token.type === 'heading_open') {
      const text = plainText(tokens[index + 1])
      const id = slugOf(text)
      token.attrSet('id', id)
      const level = Number(token.tag.slice(1))
      if (level <= 3) toc.push({ id, text, level })
    } else if (token.type === 'heading_close') {
      closeHeading(token, tokens, index)
    } else if (token.type === 'inline') {
      for (const child of token.children ?? []) visitInline(child, links, context, report)
      markSymbols(token.children ?? [])
    } else if (token.type === 'html_block') {
      if (UNSAFE_HTML.test(token.content)) report('the HTML has a style, a script or an event handler')
    } else if (token.type === 'fence') {
      const { language, caption, flags } = readInfo(token.info)
      if (language === 'svg') {
        const figure = toFigure(token.content, caption, `drawing-${++drawings}`)
        for (const problem of figure.problems) report(problem)
        toHtmlBlock(token, figure.html)
      } else {
        if (!isKnownLanguage(language)) report(`no highlighting for the language "${language}"`)
        codeLines += token.content.split('\n').length
        toHtmlBlock(token, toListing(token.content, language, caption, flags))
      }
    }
  }

  const sections = collectSections(tokens)
  const words = sections.reduce((sum, { prose }) => sum + prose, 0)
  return {
    html: md.renderer.render(tokens, md.options, {}),
    toc,
    sections,
    links,
    minutes: Math.max(1, Math.round(words / WORDS_PER_MINUTE + codeLines / CODE_LINES_PER_MINUTE)),
    problems,
  }
}

/**
 * A fence's info string: the language, then `title="..."` or, for a drawing, its caption as plain words. The
 * flags `run` and `output` tell a whole program and what it prints.
 */
function readInfo(info: string): { language: string; caption: string; flags: string } {
  const [, language = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(info.trim()) ?? []
  const quoted = /(?:title|caption)="([^"]*)"/.exec(rest)?.[1]
  const flags = language === 'svg' ? '' : rest.replace(/\w+="[^"]*"/g, '').trim()
  return { language, caption: quoted ?? (language === 'svg' ? rest : ''), flags }
}

function toListing(content: string, language: string, caption: string, flags: string): string {
  const code = content.replace(/\n$/, '')
  const label = language === '' ? 'text' : language
  const role = flags === 'run' || flags === 'output' ? ` data-role="${flags}"` : ''
  const title = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`
  const wraps = WRAPPED.has(language) || flags === 'output'
  const lines = highlightLines(code, language)
  // A line that may wrap is a block of its own, so that what continues it can be indented.
  const set = wraps ? lines.map((line) => `<span class="line">${line}\n</span>`).join('') : lines.join('\n')
  return (
    `<figure class="listing" data-language="${escapeHtml(label)}"${role}>${title}` +
    `<pre${wraps ? ' data-wrap' : ''}><code>${set}</code></pre></figure>\n`
  )
}

function visitInline(
  token: Token,
  links: Link[],
  context: LinkContext,
  report: (problem: string) => void,
): void {
  if (token.type === 'html_inline' && UNSAFE_HTML.test(token.content)) {
    report('the HTML has a style, a script or an event handler')
  }
  if (token.type !== 'link_open') return
  const link = resolveLink(String(token.attrGet('href') ?? ''), context)
  links.push(link)
  if (link.kind === 'broken') {
    report(link.problem)
    return
  }
  token.attrSet('href', link.href)
  if (link.kind === 'source') token.attrJoin('class', 'to-source')
  if (link.kind === 'external') {
    token.attrJoin('class', 'external')
    token.attrSet('rel', 'noopener')
  }
}

/** A link to the source whose text is one word names a symbol or a file, and is set as code. */
function markSymbols(tokens: readonly Token[]): void {
  for (const [index, token] of tokens.entries()) {
    const text = tokens[index + 1]
    const isSource = token.type === 'link_open' && token.attrGet('class') === 'to-source'
    if (isSource && text?.type === 'text' && !/\s/.test(text.content)) token.attrJoin('class', 'symbol')
  }
}

/** The permalink of a heading: for the mouse alone, since the table of contents links the same place. */
function closeHeading(token: Token, tokens: readonly Token[], index: number): void {
  const id = tokens[index - 2]?.attrGet('id')
  const permalink = `<a class="permalink" href="#${id}" aria-hidden="true" tabindex="-1">#</a>`
  toHtmlBlock(token, `${permalink}</${token.tag}>\n`)
}

function toHtmlBlock(token: Token, html: string): void {
  token.type = 'html_block'
  token.nesting = 0
  token.meta = { text: token.content }
  token.content = html
}

/** The page sets the title itself, so a first heading that repeats it is left out. */
function dropTitle(tokens: Token[], title: string): Token[] {
  const [first, second] = tokens
  return first?.type === 'heading_open' && first.tag === 'h1' && plainText(second) === title
    ? tokens.slice(3)
    : tokens
}
