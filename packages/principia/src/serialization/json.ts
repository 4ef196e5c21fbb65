import { isUtf8 } from 'node:buffer'

/** Levels of nested objects and arrays that a body may have. */
export const MAX_DEPTH = 64

const decoder = new TextDecoder()

export type Decoded =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: string }

/**
 * Reads JSON (RFC 8259) that a stranger sent.
 *
 * Beyond the grammar it refuses what would be dangerous or lossy further on: bytes that are not UTF-8,
 * nesting deeper than `MAX_DEPTH`, members named `__proto__`, which code that copies objects would
 * mistake for a prototype, the character U+0000, which PostgreSQL's text cannot hold, and halves
 * of surrogate pairs, which UTF-8 cannot. Of duplicate members the last one counts, as in `JSON.parse`.
 */
export function decodeJson(bytes: Uint8Array): Decoded {
  if (!isUtf8(bytes)) return { ok: false, why: 'it is not valid UTF-8' }
  if (bytes.length > MAX_DEPTH && isTooDeep(bytes))
    return { ok: false, why: `it is nested more than ${MAX_DEPTH} levels deep` }
  const text = decoder.decode(bytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { ok: false, why: error instanceof Error ? describeSyntaxError(error.message) : 'it is not JSON' }
  }
  const why = mayBeForbidden(text) ? whyForbidden(value) : undefined
  return why === undefined ? { ok: true, value } : { ok: false, why }
}

/** The engine's message quotes the document; the client has that already, and logs should not. */
function describeSyntaxError(message: string): string {
  const position = /at position (\d+)/.exec(message)
  if (position !== null) return `it is not JSON: unexpected text at position ${position[1]}`
  return message.includes('end of JSON input') ? 'it is not JSON: it ends too early' : 'it is not JSON'
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Counts brackets outside strings; works on the bytes, since all of JSON's structure is ASCII. */
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte === QUOTE) {
      index++
      while (index < bytes.length && bytes[index] !== QUOTE) index += bytes[index] === BACKSLASH ? 2 : 1
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > MAX_DEPTH) return true
    } else if (byte === 0x7d || byte === 0x5d) depth--
  }
  return false
}

/** Whether the text could hold what is forbidden: spelled out, or with an escape in it. */
function mayBeForbidden(text: string): boolean {
  return text.includes('__proto__') || text.includes('\\u')
}

function whyForbidden(value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (value.includes('\0')) return 'a text holds the character U+0000'
    return value.isWellFormed() ? undefined : 'a text holds half of a surrogate pair'
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, '__proto__')) return 'a member is named "__proto__"'
  for (const [name, member] of Object.entries(value)) {
    const why = whyForbidden(name) ?? whyForbidden(member)
    if (why !== undefined) return why
  }
  return undefined
}
