/** A character of UTF-8 beyond ASCII (Unicode 17 table 3-7), in text with one character per byte. */
const ENCODED =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/

const PART = new RegExp(`(${ENCODED.source})|([\\x80-\\xff])|[^]`, 'g')

/**
 * Bytes as they can be shown: UTF-8 decoded, other bytes as `\xNN`, control characters as their pictures (␍), and what
 * would hide or turn text around as `\u{202e}`. Line feeds are shown as well; whoever wants lines splits first.
 */
export function visibleBytes(bytes: string): string {
  return bytes.replaceAll(PART, (part, encoded: string | undefined, other: string | undefined) => {
    if (encoded !== undefined) return visible(Buffer.from(encoded, 'latin1').toString())
    return other === undefined ? visible(part) : `\\x${other.charCodeAt(0).toString(16)}`
  })
}

/** Control characters, what formats without being seen, and separators of lines. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Text that cannot act on whoever reads it: a terminal's control sequences, directions, what has no width. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '␡' : `\\u{${code.toString(16)}}`
  })
}

/** The same for text of several lines. */
export function visibleLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => visible(line.replaceAll('\t', '  ')))
    .join('\n')
}
