import { checkedUrl, inlinesOf, toBlock, visible, type Block, type Content, type Text } from './content.ts'

/** What stands under both parts, besides the mail's own words. */
export interface Frame {
  readonly brand: string
  readonly locale: string
  /** Where mail of this list is ended; only mail of a list has it. */
  readonly unsubscribeUrl?: string | undefined
}

/** The text part: all that the HTML part says, in the same order. Lines are not broken; every reader does that for itself. */
export function toText(content: Content, { brand, unsubscribeUrl }: Frame): string {
  const { callToAction, footer = [], unsubscribe = 'Unsubscribe' } = content
  const body = [
    ...content.body.map(blockText),
    ...(callToAction === undefined
      ? []
      : [`${visible(callToAction.label)}:\n${checkedUrl(callToAction.url)}`]),
  ]
  const small = [
    brand,
    ...footer.map(inlineText),
    ...(unsubscribeUrl === undefined ? [] : [`${visible(unsubscribe)}: ${unsubscribeUrl}`]),
  ]
  // The line above which readers cut a signature off (RFC 3676 section 4.3).
  return `${body.join('\n\n')}\n\n-- \n${small.join('\n')}\n`
}

function blockText(given: Block): string {
  const block = toBlock(given)
  switch (block.block) {
    case 'paragraph':
      return inlineText(block.text)
    case 'heading': {
      const text = visible(block.text)
      return `${text}\n${'='.repeat(Math.min(70, text.length))}`
    }
    case 'list':
      return block.items.map((item) => `- ${inlineText(item).replaceAll('\n', '\n  ')}`).join('\n')
    case 'facts':
      return block.rows.map(([label, value]) => `${visible(label)}: ${visible(value)}`).join('\n')
    case 'code':
      return `    ${visible(block.text)}`
    default:
      return '* * *'
  }
}

function inlineText(text: Text): string {
  return inlinesOf(text)
    .map((part) => {
      if (typeof part === 'string') return part
      if (part.inline === 'strong') return part.text
      return part.label === part.url ? part.url : `${part.label} <${part.url}>`
    })
    .join('')
}
