import type { Token } from 'markdown-it'

export interface Section {
  /** Null for what stands before the first heading. */
  readonly anchor: string | null
  readonly heading: string | null
  readonly text: string
  /** How many words of it are prose. */
  readonly prose: number
}

/** The text of an inline token, without its marks. */
export function plainText(token: Token | undefined): string {
  return (token?.children ?? [])
    .map((child) => (child.type === 'softbreak' || child.type === 'hardbreak' ? ' ' : child.content))
    .join('')
    .trim()
}

/** Cuts a chapter at its headings, as plain text for search. Code counts as text; drawings do not. */
export function collectSections(tokens: readonly Token[]): Section[] {
  const sections: { anchor: string | null; heading: string | null; text: string[]; prose: number }[] = []
  let current: (typeof sections)[number] = { anchor: null, heading: null, text: [], prose: 0 }
  sections.push(current)
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      current = {
        anchor: String(token.attrGet('id')),
        heading: plainText(tokens[index + 1]),
        text: [],
        prose: 0,
      }
      sections.push(current)
    } else if (token.type === 'inline' && tokens[index - 1]?.type !== 'heading_open') {
      const text = plainText(token)
      current.text.push(text)
      current.prose += text.split(/\s+/).filter((word) => word !== '').length
    } else if (
      token.type === 'html_block' &&
      token.tag === 'code' &&
      token.info.trim().split(' ')[0] !== 'svg'
    ) {
      const code: unknown = token.meta?.text
      if (typeof code === 'string') current.text.push(code)
    }
  }
  return sections
    .map(({ anchor, heading, text, prose }) => ({ anchor, heading, text: text.join('\n').trim(), prose }))
    .filter(({ text, heading }) => text !== '' || heading !== null)
}
