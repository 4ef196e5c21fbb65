import { escapeHtml } from '../http/escape-html.ts'
import { PALETTE, type Accent } from './colors.ts'
import { checkedUrl, visible, type Content } from './content.ts'
import { blockHtml, inlineHtml, SANS } from './html-blocks.ts'
import { BOTH_SCHEMES, DARK_QUERY } from './scheme.ts'
import type { Frame } from './text.ts'

/**
 * The HTML part: one column of at most 600 pixels in tables, which is what all readers can lay out, Outlook's Word engine too.
 * What must not be lost stands in `style` attributes; what those cannot say - the dark scheme, narrow screens - in one
 * `<style>`. Nothing is loaded from anywhere.
 */
export function toHtml(
  content: Content,
  subject: string,
  frame: Frame & { readonly accent: Accent },
): string {
  const { brand, locale, unsubscribeUrl, accent } = frame
  const { callToAction, footer = [], preheader, unsubscribe = 'Unsubscribe' } = content
  const { light } = PALETTE
  const blocks = blockHtml(content.body, accent)
  const button =
    callToAction === undefined ? '' : buttonHtml(callToAction.label, checkedUrl(callToAction.url), accent)
  const small = [
    ...footer.map((text) => inlineHtml(text, accent)),
    ...(unsubscribeUrl === undefined
      ? []
      : [
          `<a class="soft" href="${escapeHtml(unsubscribeUrl)}" style="color:${light.soft}">${escapeHtml(visible(unsubscribe))}</a>`,
        ]),
  ]
  return `<!doctype html>
<html lang="${escapeHtml(locale)}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${BOTH_SCHEMES}">
<meta name="supported-color-schemes" content="${BOTH_SCHEMES}">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${escapeHtml(subject)}</title>
<style>${styles(accent)}</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:${light.page};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(visible(preheader))}${FILLER}</div>
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border:0;background-color:${light.page}">
<tr><td class="around" align="center" style="padding:32px 16px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border:0;max-width:600px;font-family:${SANS}">
<tr><td class="soft" style="padding:0 4px 12px;color:${light.soft};font-size:15px;line-height:24px;font-weight:600">${escapeHtml(brand)}</td></tr>
<tr><td class="card ink" style="padding:32px;background-color:${light.card};border-radius:8px;color:${light.ink};font-size:16px;line-height:25px;overflow-wrap:anywhere">
${blocks}${button}</td></tr>
<tr><td class="soft" style="padding:16px 4px 0;color:${light.soft};font-size:13px;line-height:20px;overflow-wrap:anywhere">
${small.map((line) => `<p style="margin:0 0 6px">${line}</p>`).join('\n')}
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`
}

function styles({ dark: accent }: Accent): string {
  const { dark } = PALETTE
  return `:root{color-scheme:${BOTH_SCHEMES}}
@media (max-width:620px){.around{padding:16px 8px!important}.card{padding:24px 20px!important}.button{width:100%!important}.button a{display:block!important}}
${DARK_QUERY}{.page{background-color:${dark.page}!important}.card{background-color:${dark.card}!important}.ink{color:${dark.ink}!important}.soft{color:${dark.soft}!important}.rule{border-color:${dark.rule}!important}.tint{background-color:${dark.page}!important}.link{color:${accent.fill}!important}.fill{background-color:${accent.fill}!important}.label{color:${accent.label}!important}}`
}

function buttonHtml(label: string, url: string, { light: { fill, label: ink } }: Accent): string {
  // The width of the cell is that of the label; Word pads by the cell's border of the same colour.
  return `<table class="button" role="presentation" cellpadding="0" cellspacing="0" style="border:0;margin:28px 0 4px"><tr><td class="fill button" align="center" bgcolor="${fill}" style="border-radius:6px;background-color:${fill}"><a class="label" href="${escapeHtml(url)}" style="display:inline-block;padding:13px 26px;color:${ink};font-size:16px;line-height:22px;font-weight:600;text-decoration:none;border-radius:6px">${escapeHtml(visible(label))}</a></td></tr></table>
`
}

/** Keeps the mail's first words from being shown after a short preheader: spaces without width, and what joins them. */
const FILLER = '&#847;&zwnj;&nbsp;'.repeat(60)

/** `rtl` where the locale's script is written so. */
function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr'
}

const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa'])
