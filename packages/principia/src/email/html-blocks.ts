import { escapeHtml } from '../http/escape-html.ts'
import { PALETTE, type Accent } from './colors.ts'
import { inlinesOf, toBlock, visible, type Block, type Text } from './content.ts'

export const SANS = `-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif`
const MONO = `ui-monospace,'SF Mono',Menlo,Consolas,'Liberation Mono',monospace`
const { light } = PALETTE

/** The body's blocks, one below the other. The first heading is the mail's own. */
export function blockHtml(body: readonly Block[], accent: Accent): string {
  let level: 1 | 2 = 1
  const one = (given: Block): string => {
    const block = toBlock(given)
    switch (block.block) {
      case 'paragraph':
        return `<p style="margin:0 0 16px">${inlineHtml(block.text, accent)}</p>`
      case 'heading': {
        const [name, style] =
          level === 1
            ? ['h1', 'margin:0 0 16px;font-size:24px;line-height:31px']
            : ['h2', 'margin:24px 0 8px;font-size:18px;line-height:25px']
        level = 2
        return `<${name} class="ink" style="${style};font-weight:700;color:${light.ink}">${lines(block.text)}</${name}>`
      }
      case 'list': {
        const items = block.items.map((item) => `<li style="margin:0 0 6px">${inlineHtml(item, accent)}</li>`)
        return `<ul style="margin:0 0 16px;padding:0;padding-inline-start:24px">${items.join('')}</ul>`
      }
      case 'facts':
        return `<table width="100%" cellpadding="0" cellspacing="0" style="border:0;margin:0 0 16px;border-collapse:collapse">${block.rows.map(factHtml).join('')}</table>`
      case 'code':
        return `<p class="tint ink" style="margin:0 0 16px;padding:14px 16px;border-radius:6px;background-color:${light.page};color:${light.ink};font-family:${MONO};font-size:22px;line-height:30px;letter-spacing:2px;text-align:center">${lines(block.text)}</p>`
      default:
        return `<hr class="rule" style="margin:24px 0;border:0;border-top:1px solid ${light.rule}">`
    }
  }
  return body.map((block) => `${one(block)}\n`).join('')
}

/** Its label is a heading of the row, so that a reader that speaks says which value it is. */
function factHtml([label, value]: readonly [string, string]): string {
  const line = `padding:9px 0;border-top:1px solid ${light.rule};vertical-align:top`
  return `<tr><th class="soft rule" scope="row" align="start" style="${line};padding-inline-end:16px;text-align:start;font-weight:400;color:${light.soft}">${lines(label)}</th><td class="ink rule" align="end" style="${line};text-align:end;color:${light.ink}">${lines(value)}</td></tr>`
}

export function inlineHtml(text: Text, { light: { fill } }: Accent): string {
  return inlinesOf(text)
    .map((part) => {
      if (typeof part === 'string') return lines(part)
      if (part.inline === 'strong') return `<strong>${lines(part.text)}</strong>`
      return `<a class="link" href="${escapeHtml(part.url)}" style="color:${fill}">${lines(part.label)}</a>`
    })
    .join('')
}

function lines(text: string): string {
  return escapeHtml(visible(text)).replaceAll('\n', '<br>')
}
