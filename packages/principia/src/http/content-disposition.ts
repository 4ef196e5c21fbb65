/**
 * A `Content-Disposition` (RFC 6266): whether a browser shows the content or saves it, and under which name.
 *
 * A name that is not plain ASCII is given twice: as UTF-8 for those who know RFC 8187, which all browsers do, and
 * in an approximation before it. Of a path only what follows the last slash counts.
 *
 * @example
 * contentDisposition('attachment', 'Čapek – R.U.R.pdf')
 * // attachment; filename="_apek _ R.U.R.pdf"; filename*=UTF-8''%C4%8Capek%20%E2%80%93%20R.U.R.pdf
 */
export function contentDisposition(type: 'attachment' | 'inline', filename?: string): string {
  if (filename === undefined) return type
  const name = lastSegment(filename)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '')
  // RFC 6266 appendix D: some take `%41` in the plain form for an A, and a backslash for a folder.
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/gu, '_')
  const shown = `${type}; filename="${plain}"`
  return plain === name ? shown : `${shown}; filename*=UTF-8''${encodeExtended(name)}`
}

/** RFC 6266 section 4.3: no more than the last segment, or a name could lead into another folder. */
function lastSegment(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** RFC 8187 section 3.2.1: `attr-char` as it is, all other bytes of the UTF-8 in percent. */
function encodeExtended(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
