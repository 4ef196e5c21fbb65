import { BinaryCursor } from './binary-cursor.ts'
import { Malformed, type DecodeLimits } from './codec.ts'
import { TOO_LONG } from './data.ts'

/**
 * Refuses MessagePack that is not well-formed, or says what JSON cannot. Of the extension types only the
 * timestamp passes, the one that the specification defines; the library has others of its own, for
 * references, records and objects of all kinds.
 *
 * The formats are those of the MessagePack specification, "Formats: Overview".
 *
 * @throws Malformed
 */
export function scanMessagePack(bytes: Buffer, limits: DecodeLimits): void {
  const cursor = new BinaryCursor(bytes, limits)
  scanValue(cursor)
  if (!cursor.atEnd) throw new Malformed('there is more after the first value')
}

function scanValue(cursor: BinaryCursor): void {
  const format = cursor.byte()
  if (format <= 0x7f || format >= 0xe0) return
  if (format <= 0x8f) return scanMap(cursor, format & 0x0f)
  if (format <= 0x9f) return scanArray(cursor, format & 0x0f)
  if (format <= 0xbf) return cursor.text(format & 0x1f)
  switch (format) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return
    case 0xc4: // bin 8, 16, 32
    case 0xc5:
    case 0xc6:
      return void cursor.skip(cursor.unsigned(SIZES[format - 0xc4] as 1 | 2 | 4))
    case 0xc7: // ext 8: the timestamp of 96 bits
      return scanTimestamp(cursor, cursor.byte())
    case 0xca: // float 32
      return void cursor.skip(4)
    case 0xcb: // float 64
      return void cursor.skip(8)
    case 0xcf: // uint 64
      return scanInteger(cursor.unsigned(8))
    case 0xd3: // int 64
      return scanInteger(BigInt.asIntN(64, BigInt(cursor.unsigned(8))))
    case 0xd6: // fixext 4 and 8: the timestamps of 32 and 64 bits
      return scanTimestamp(cursor, 4)
    case 0xd7:
      return scanTimestamp(cursor, 8)
    case 0xd9: // str 8, 16, 32
    case 0xda:
    case 0xdb:
      return cursor.text(cursor.unsigned(SIZES[format - 0xd9] as 1 | 2 | 4))
    case 0xdc: // array 16, 32
      return scanArray(cursor, cursor.unsigned(2))
    case 0xdd:
      return scanArray(cursor, cursor.unsigned(4))
    case 0xde: // map 16, 32
      return scanMap(cursor, cursor.unsigned(2))
    case 0xdf:
      return scanMap(cursor, cursor.unsigned(4))
    default:
      if (format >= 0xcc && format <= 0xce) return void cursor.skip(SIZES[format - 0xcc] as number) // uint
      if (format >= 0xd0 && format <= 0xd2) return void cursor.skip(SIZES[format - 0xd0] as number) // int
      if (format === NEVER_USED) throw new Malformed('it is not well-formed MessagePack')
      throw new Malformed(OTHER_EXTENSION)
  }
}

const NEVER_USED = 0xc1
const OTHER_EXTENSION = 'an extension is used that is not understood here'

const SIZES = [1, 2, 4] as const

function scanArray(cursor: BinaryCursor, count: bigint | number): void {
  cursor.values(count, 1)
  cursor.enter()
  for (let index = 0; index < count; index++) scanValue(cursor)
  cursor.leave()
}

function scanMap(cursor: BinaryCursor, count: bigint | number): void {
  cursor.values(count, 2)
  cursor.enter()
  const names = new Set<string>()
  for (let index = 0; index < count; index++) {
    cursor.name(nameLength(cursor), names)
    scanValue(cursor)
  }
  cursor.leave()
}

function nameLength(cursor: BinaryCursor): bigint | number {
  const format = cursor.byte()
  if (format >= 0xa0 && format <= 0xbf) return format & 0x1f
  if (format >= 0xd9 && format <= 0xdb) return cursor.unsigned(SIZES[format - 0xd9] as 1 | 2 | 4)
  throw new Malformed('the name of a member is no text')
}

function scanInteger(value: bigint | number): void {
  if (!Number.isSafeInteger(Number(value))) throw new Malformed(TOO_LONG)
}

const TIMESTAMP = 0xff

function scanTimestamp(cursor: BinaryCursor, size: number): void {
  if (cursor.byte() !== TIMESTAMP || (size !== 4 && size !== 8 && size !== 12))
    throw new Malformed(OTHER_EXTENSION)
  cursor.skip(size)
}
