/** A part of some text: as it can be shown, and whether it stands for something that cannot be seen by itself. */
export interface Segment {
  readonly text: string
  readonly isUnseen: boolean
}

/** A character of UTF-8 beyond ASCII (Unicode 17 table 3-7), in text with one character per byte. */
const ENCODED =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/

const PARTS = new RegExp(
  `(?<encoded>(?:${ENCODED.source})+)|(?<other>[\\x80-\\xff])|(?<ascii>[\\0-\\x7f]+)`,
  'g',
)

/** Control characters, what formats without being seen, and separators of lines. */
const UNSEEN = /([\p{Cc}\p{Cf}\p{Zl}\p{Zp}])/u

/**
 * Bytes as they can be shown: UTF-8 decoded; other bytes, control characters and what would hide or turn text around as
 * escapes of JavaScript (`\xff`, `\r`, `\u{202e}`).
 */
export function segmentsOf(bytes: string): Segment[] {
  return [...bytes.matchAll(PARTS)].flatMap(({ groups = {} }) => {
    const { encoded, other, ascii = '' } = groups
    if (other !== undefined) return [{ text: escape(other), isUnseen: true }]
    return segments(encoded === undefined ? ascii : decode(encoded))
  })
}

/** @param bytes UTF-8, one character each. Browsers show evidence with this too, and have no `Buffer`. */
function decode(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
}

/** The same as one text. */
export function visibleBytes(bytes: string): string {
  return join(segmentsOf(bytes))
}

/** Text that cannot act on whoever reads it: a terminal's control sequences, directions, what has no width. */
export function visible(text: string): string {
  return join(segments(text))
}

/** The same for text of several lines. */
export function visibleLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => visible(line.replaceAll('\t', '  ')))
    .join('\n')
}

function segments(text: string): Segment[] {
  return text
    .split(UNSEEN)
    .map((part, index) =>
      index % 2 === 0 ? { text: part, isUnseen: false } : { text: escape(part), isUnseen: true },
    )
    .filter((segment) => segment.text !== '')
}

const NAMES: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '\0': '\\0' }

function escape(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16)
  return NAMES[char] ?? (code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, '0')}`)
}

function join(all: readonly Segment[]): string {
  return all.map(({ text }) => text).join('')
}
