import { escapeHtml } from './html.ts'

export interface Figure {
  readonly html: string
  readonly problems: readonly string[]
}

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [
    /\sstyle\s*=/i,
    'a style attribute (the page policy forbids it: use attributes such as stroke="currentColor", or class)',
  ],
  [/<style[\s>]/i, 'a <style> element (the page policy forbids it)'],
  [/<script[\s>]/i, 'a <script> element'],
  [/\son[a-z]+\s*=/i, 'an event handler attribute'],
  [/<foreignObject[\s>]/i, 'a <foreignObject>'],
  [/(?:href|src)\s*=\s*["']\s*(?!#)/i, 'a reference to something outside the drawing'],
]

/**
 * Makes a figure of a drawing, to be part of the page: it takes the page's ink through `currentColor` and
 * the classes `accent`, `muted`, `paper` and `soft`. Its ids get a prefix, because two drawings on one page
 * often both have an `arrow`.
 */
export function toFigure(svg: string, caption: string, prefix: string): Figure {
  const text = svg.trim()
  const problems = FORBIDDEN.filter(([pattern]) => pattern.test(text)).map(
    ([, what]) => `the drawing has ${what}`,
  )
  if (!/^<svg[\s>]/.test(text) || !text.endsWith('</svg>')) {
    problems.push('a drawing must be one <svg> element')
  }
  if (!/\sviewBox\s*=/.test(text)) problems.push('the drawing has no viewBox, so it cannot fit the page')

  const named = /<title[\s>]|\saria-label(ledby)?\s*=/.test(text)
  const label = named || caption === '' ? '' : ` aria-label="${escapeHtml(caption)}"`
  const role = /^<svg[^>]*\srole\s*=/.test(text) ? '' : ' role="img"'
  const drawing = prefixIds(text, prefix).replace(/^<svg/, `<svg${role}${label}`)
  const below = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`
  return { html: `<figure class="drawing">${drawing}${below}</figure>\n`, problems }
}

function prefixIds(svg: string, prefix: string): string {
  return svg
    .replace(/(\sid\s*=\s*["'])([^"']+)/g, `$1${prefix}-$2`)
    .replace(/url\(#([^)]+)\)/g, `url(#${prefix}-$1)`)
    .replace(/((?:xlink:)?href\s*=\s*["']#)([^"']+)/g, `$1${prefix}-$2`)
    .replace(
      /(\saria-(?:labelledby|describedby)\s*=\s*["'])([^"']+)/g,
      (_, head: string, ids: string) =>
        head +
        ids
          .split(/\s+/)
          .map((id) => `${prefix}-${id}`)
          .join(' '),
    )
}
