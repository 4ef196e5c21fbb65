/** How the HTML part says that it has a light and a dark look, which one reader of mail chooses by itself. */
export const BOTH_SCHEMES = 'light dark'
export const DARK_QUERY = '@media (prefers-color-scheme:dark)'

/** The same mail as it looks to a reader with this colour scheme, whatever the one of the page around it. */
export function inScheme(html: string, scheme: 'light' | 'dark'): string {
  return html
    .replace(DARK_QUERY, scheme === 'dark' ? '@media all' : '@media not all')
    .replaceAll(`content="${BOTH_SCHEMES}"`, `content="${scheme}"`)
    .replace(`color-scheme:${BOTH_SCHEMES}`, `color-scheme:${scheme}`)
}
