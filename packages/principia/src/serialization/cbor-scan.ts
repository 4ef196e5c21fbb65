import { BinaryCursor } from './binary-cursor.ts'
import { Malformed, type DecodeLimits } from './codec.ts'
import { TOO_LONG } from './data.ts'

/**
 * Refuses CBOR (RFC 8949) that is not well-formed, or says what JSON cannot. Of the tags only those for
 * dates and for "this is CBOR" pass: others stand for references, records and objects of all kinds, with
 * which a few bytes become a large or circular value.
 *
 * @throws Malformed
 */
export function scanCbor(bytes: Buffer, limits: DecodeLimits): void {
  const cursor = new BinaryCursor(bytes, limits)
  scanItem(cursor)
  if (!cursor.atEnd) throw new Malformed('there is more after the first value')
}

/** RFC 8949 section 3.1. */
const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const
const INDEFINITE = 31
const BREAK = 0xff

function scanItem(cursor: BinaryCursor): void {
  const initial = cursor.byte()
  const major = initial >> 5
  const info = initial & 31
  if (major === MAJOR.simple) return scanSimple(cursor, info)
  if (info === INDEFINITE) return scanIndefinite(cursor, major)
  const argument = readArgument(cursor, info)
  switch (major) {
    case MAJOR.unsigned:
    case MAJOR.negative:
      if (argument > BigInt(Number.MAX_SAFE_INTEGER)) throw new Malformed(TOO_LONG)
      return
    case MAJOR.bytes:
      return void cursor.skip(argument)
    case MAJOR.text:
      return cursor.text(argument)
    case MAJOR.tag:
      return scanTagged(cursor, argument)
    default:
      return scanCounted(cursor, major, argument)
  }
}

function scanCounted(cursor: BinaryCursor, major: number, count: bigint | number): void {
  const names = major === MAJOR.map ? new Set<string>() : undefined
  cursor.values(count, names === undefined ? 1 : 2)
  cursor.enter()
  for (let index = 0; index < count; index++) scanEntry(cursor, names)
  cursor.leave()
}

/** Section 3.2: of a length that is not known before its end. The library does not read such texts and bytes. */
function scanIndefinite(cursor: BinaryCursor, major: number): void {
  if (major === MAJOR.bytes || major === MAJOR.text)
    throw new Malformed('a text or bytes of indefinite length are not understood here')
  if (major !== MAJOR.array && major !== MAJOR.map) throw new Malformed(NOT_CBOR)
  const names = major === MAJOR.map ? new Set<string>() : undefined
  cursor.enter()
  while (cursor.peek() !== BREAK) {
    cursor.values(1, 1)
    scanEntry(cursor, names)
  }
  cursor.byte()
  cursor.leave()
}

function scanEntry(cursor: BinaryCursor, names: Set<string> | undefined): void {
  if (names !== undefined) {
    const initial = cursor.byte()
    if (initial >> 5 !== MAJOR.text || (initial & 31) === INDEFINITE)
      throw new Malformed('the name of a member is no text')
    cursor.name(readArgument(cursor, initial & 31), names)
  }
  scanItem(cursor)
}

const TAGS = { dateText: 0, dateNumber: 1, cbor: 55_799 } as const

function scanTagged(cursor: BinaryCursor, tag: bigint | number): void {
  const inner = (cursor.peek() ?? 0) >> 5
  const fits =
    tag === TAGS.dateText
      ? inner === MAJOR.text
      : tag === TAGS.dateNumber
        ? inner === MAJOR.unsigned || inner === MAJOR.negative || inner === MAJOR.simple
        : tag === TAGS.cbor
  if (!fits) throw new Malformed('a tag is used that is not understood here')
  // Tags of tags of tags are a way to nest, too.
  cursor.enter()
  scanItem(cursor)
  cursor.leave()
}

/** Section 3.3: false, true, null and floating-point numbers; `undefined` and the rest are no JSON. */
function scanSimple(cursor: BinaryCursor, info: number): void {
  if (info >= 20 && info <= 22) return
  const size = FLOAT_SIZES[info]
  if (size === undefined) throw new Malformed('it holds something that is no data')
  cursor.skip(size)
}

const FLOAT_SIZES: Readonly<Record<number, number>> = { 25: 2, 26: 4, 27: 8 }
const ARGUMENT_SIZES: Readonly<Record<number, 1 | 2 | 4 | 8>> = { 24: 1, 25: 2, 26: 4, 27: 8 }

function readArgument(cursor: BinaryCursor, info: number): bigint | number {
  if (info < 24) return info
  const size = ARGUMENT_SIZES[info]
  if (size === undefined) throw new Malformed(NOT_CBOR)
  return cursor.unsigned(size)
}

const NOT_CBOR = 'it is not well-formed CBOR'
