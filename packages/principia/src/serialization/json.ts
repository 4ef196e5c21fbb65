import { isUtf8 } from 'node:buffer'
import { defineCodec, Malformed, type Codec, type DecodeLimits } from './codec.ts'
import { whyForbiddenName, whyForbiddenText } from './forbidden.ts'
import { whyLossy } from './json-inspect.ts'

/** JSON (RFC 8259): what every route speaks unless it says otherwise. */
export const json: Codec = defineCodec({
  type: 'application/json',
  accepts: ['+json'],
  decode: readJson,
  encode: (value) => JSON.stringify(value),
})

/** @throws Malformed as `decodeJson` has it */
export function readJson(bytes: Uint8Array, limits: DecodeLimits): unknown {
  const decoded = decodeJson(bytes, limits)
  if (!decoded.ok) throw new Malformed(decoded.why)
  return decoded.value
}

const decoder = new TextDecoder()

export type Decoded =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: string }

/**
 * Reads JSON (RFC 8259) that a stranger sent.
 *
 * Beyond the grammar it refuses what would be dangerous or lossy further on: bytes that are not UTF-8,
 * nesting deeper and members more than the limits, members named `__proto__`, U+0000 and halves of
 * surrogate pairs (forbidden.ts), members given twice and integers that a double does not hold
 * (json-inspect.ts).
 */
export function decodeJson(bytes: Uint8Array, limits: DecodeLimits): Decoded {
  if (!isUtf8(bytes)) return { ok: false, why: 'it is not valid UTF-8' }
  const members = countMembers(bytes, limits)
  if (typeof members === 'string') return { ok: false, why: members }
  const text = decoder.decode(bytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { ok: false, why: error instanceof Error ? describeSyntaxError(error.message) : 'it is not JSON' }
  }
  const kept: Kept = { members: 0, unsafe: false }
  look(value, kept)
  // Fewer members than colons: one of them was given twice, and the value only has the last.
  const lossy = kept.unsafe || kept.members !== members ? whyLossy(text) : undefined
  const why = lossy ?? (mayBeForbidden(text) ? whyForbidden(value) : undefined)
  return why === undefined ? { ok: true, value } : { ok: false, why }
}

/** The engine's message quotes the document; the client has that already, and logs should not. */
function describeSyntaxError(message: string): string {
  const position = /at position (\d+)/.exec(message)
  if (position !== null) return `it is not JSON: unexpected text at position ${position[1]}`
  return message.includes('end of JSON input') ? 'it is not JSON: it ends too early' : 'it is not JSON'
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c

/**
 * Counts brackets, commas and colons outside strings; works on the bytes, since all of JSON's structure is
 * ASCII. Gives the number of members as they are written, or why there is too much of something.
 */
function countMembers(bytes: Uint8Array, limits: DecodeLimits): number | string {
  let depth = 0
  let members = 0
  let values = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] as number
    if (byte === QUOTE) {
      index++
      while (index < bytes.length && bytes[index] !== QUOTE) index += bytes[index] === BACKSLASH ? 2 : 1
    } else if (byte === COMMA) values++
    else if (byte === COLON) members++
    // Of what else JSON has outside strings only the brackets are this high, and letters.
    else if (byte >= 0x5b) {
      if (byte === 0x7b || byte === 0x5b) {
        if (++depth > limits.depth) return `it is nested more than ${limits.depth} levels deep`
      } else if (byte === 0x7d || byte === 0x5d) depth--
    }
  }
  return values > limits.values ? `it has more than ${limits.values} values` : members
}

interface Kept {
  members: number
  /** Whether there is a number beyond those that a double holds exactly. */
  unsafe: boolean
}

function look(value: unknown, kept: Kept): void {
  if (typeof value === 'number') {
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) kept.unsafe = true
  } else if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) for (const item of value) look(item, kept)
    else {
      for (const name in value) {
        kept.members++
        look((value as Record<string, unknown>)[name], kept)
      }
    }
  }
}

/** Whether the text could hold what is forbidden: spelled out, or with an escape in it. */
function mayBeForbidden(text: string): boolean {
  return text.includes('__proto__') || text.includes('\\u')
}

function whyForbidden(value: unknown): string | undefined {
  if (typeof value === 'string') return whyForbiddenText(value)
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value)) {
    const why = (Array.isArray(value) ? undefined : whyForbiddenName(name)) ?? whyForbidden(member)
    if (why !== undefined) return why
  }
  return undefined
}
