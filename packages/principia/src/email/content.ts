/** What a mail says, apart from how it looks: the HTML part and the text part are made of the same. */
export interface Content {
  readonly subject: string
  /** What lists of mail show after the subject. */
  readonly preheader: string
  readonly body: readonly Block[]
  /** The one thing to do next, as a button. */
  readonly callToAction?: { readonly label: string; readonly url: string }
  /** Small print: who sends it, and why. */
  readonly footer?: readonly Text[]
  /** What the link says that ends mail of this list: `Unsubscribe` unless said. */
  readonly unsubscribe?: string
}

/** Text alone is a paragraph. */
export type Block = Text | Paragraph | Heading | List | Facts | Code | Divider
export type Text = string | readonly Inline[]
export type Inline = string | Strong | Link

interface Paragraph {
  readonly block: 'paragraph'
  readonly text: Text
}
interface Heading {
  readonly block: 'heading'
  readonly text: string
}
interface List {
  readonly block: 'list'
  readonly items: readonly Text[]
}
interface Facts {
  readonly block: 'facts'
  readonly rows: readonly (readonly [label: string, value: string])[]
}
interface Code {
  readonly block: 'code'
  readonly text: string
}
interface Divider {
  readonly block: 'divider'
}
interface Strong {
  readonly inline: 'strong'
  readonly text: string
}
interface Link {
  readonly inline: 'link'
  readonly label: string
  readonly url: string
}

/** Text and what stands within it: `paragraph('Hello ', strong(name), '.')`. */
export function paragraph(...text: Inline[]): Block {
  return { block: 'paragraph', text }
}

/** The first one is the mail's heading, further ones are those of its sections. */
export function heading(text: string): Block {
  return { block: 'heading', text }
}

export function list(...items: Text[]): Block {
  return { block: 'list', items }
}

/** Labels with their values, such as the lines of a bill. */
export function facts(rows: readonly (readonly [label: string, value: string])[]): Block {
  return { block: 'facts', rows }
}

/** What is to be typed or copied elsewhere, such as a one-time code. */
export function code(text: string): Block {
  return { block: 'code', text }
}

export function divider(): Block {
  return { block: 'divider' }
}

export function strong(text: string): Inline {
  return { inline: 'strong', text }
}

export function link(label: string, url: string): Inline {
  return { inline: 'link', label, url }
}

const SCHEMES = new Set(['https:', 'http:', 'mailto:', 'tel:'])

/**
 * A link's address as it may stand in a mail.
 *
 * @throws TypeError for one that is not whole, and for a scheme that does something else than lead somewhere
 */
export function checkedUrl(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || !SCHEMES.has(parsed.protocol)) {
    throw new TypeError(
      `${JSON.stringify(url.slice(0, 200))} is no address for a link in a mail: give it whole, beginning with https://.`,
    )
  }
  return parsed.href
}

/** The parts of a text, links checked, without the characters that nobody can see. */
export function inlinesOf(text: Text): readonly Inline[] {
  const parts = typeof text === 'string' ? [text] : text
  return parts.map((part) => {
    if (typeof part === 'string') return visible(part)
    if (part.inline === 'strong') return { ...part, text: visible(part.text) }
    return { ...part, label: visible(part.label), url: checkedUrl(part.url) }
  })
}

/** Text without control characters; line ends stay. */
export function visible(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .toWellFormed()
}

/** Text alone, and lists of parts, are paragraphs. */
export function toBlock(block: Block): Exclude<Block, Text> {
  return typeof block === 'object' && 'block' in block ? block : { block: 'paragraph', text: block }
}
