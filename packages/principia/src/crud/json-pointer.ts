/**
 * The reference tokens of a JSON Pointer (RFC 6901), unescaped; `undefined` where the text is none. The empty
 * text is the whole document: no tokens.
 */
export function parsePointer(text: string): string[] | undefined {
  if (text === '') return []
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** An index into a list as RFC 6901 section 4 writes it: no sign, no leading zeros. */
export function listIndex(token: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(token) ? Number(token) : undefined
}
