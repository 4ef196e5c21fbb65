/** A tag of CBOR that a reader is not told how to read (RFC 8949 section 3.4). */
export class UnknownTag extends Error {}

/** What becomes of a tagged value. @throws UnknownTag */
export type ReadTag = (tag: number, value: unknown) => unknown

/** What is written with a tag. */
export class Tagged {
  readonly tag: number
  readonly value: unknown

  constructor(tag: number, value: unknown) {
    this.tag = tag
    this.value = value
  }
}

/** Writes what JSON can say, and tags, as CBOR. Numbers that are no small integers are doubles. */
export function encodeCbor(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.from([0xf6])
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4])
  if (typeof value === 'number') return encodeNumber(value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Tagged) return Buffer.concat([head(6, value.tag), encodeCbor(value.value)])
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encodeCbor)])
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(encodeCbor)])
}

function encodeNumber(value: number): Buffer {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 32)
    return value < 0 ? head(1, -1 - value) : head(0, value)
  const bytes = Buffer.alloc(9, 0xfb)
  bytes.writeDoubleBE(value, 1)
  return bytes
}

/** The kind of an item, and its number or length (RFC 8949 section 3). */
function head(major: number, count: number): Buffer {
  const kind = major << 5
  if (count < 24) return Buffer.from([kind | count])
  const bytes = Buffer.alloc(5, kind | 26)
  bytes.writeUInt32BE(count, 1)
  return bytes
}

/**
 * Reads one value. Byte strings become Buffers, integers beyond 2⁵³ bigints; tagged texts and times (0 and 1) are as they
 * are without the tag, unless they are read otherwise.
 *
 * @throws UnknownTag
 * @throws RangeError where it is none, or goes on behind its end
 */
export function decodeCbor(bytes: Buffer, readTag: ReadTag = readKnown): unknown {
  let at = 0
  const take = (length: number) => {
    if (at + length > bytes.length) throw new RangeError('The value breaks off.')
    at += length
    return bytes.subarray(at - length, at)
  }
  const count = (info: number): number | bigint => {
    if (info < 24) return info
    if (info === 24) return take(1).readUInt8()
    if (info === 25) return take(2).readUInt16BE()
    if (info === 26) return take(4).readUInt32BE()
    if (info !== 27) throw new RangeError(`There is no length ${info}.`)
    const long = take(8).readBigUInt64BE()
    return long <= Number.MAX_SAFE_INTEGER ? Number(long) : long
  }
  const read = (): unknown => {
    const [first = 0] = take(1)
    const major = first >> 5
    const info = first & 31
    if (major === 7) return simple(info, take)
    const open = info === 31
    const size = open ? Infinity : count(info)
    if (major === 0) return size
    if (major === 1) return typeof size === 'bigint' ? -1n - size : -1 - size
    if (major === 6) return readTag(Number(size), read())
    if (major < 4) {
      const parts = open ? list(Infinity) : [take(Number(size))]
      const content = Buffer.concat(parts.map((part) => Buffer.from(part as string)))
      return major === 2 ? content : content.toString()
    }
    if (major === 4) return list(Number(size))
    const members = list(2 * Number(size))
    return Object.fromEntries(
      Array.from({ length: members.length / 2 }, (_, index) => [members[2 * index], members[2 * index + 1]]),
    )
  }
  const list = (size: number): unknown[] => {
    const items: unknown[] = []
    while (items.length < size) {
      if (size === Infinity && bytes[at] === 0xff) {
        at++
        break
      }
      items.push(read())
    }
    return items
  }
  const value = read()
  if (at < bytes.length) throw new RangeError('Something stands behind the value.')
  return value
}

function simple(info: number, take: (length: number) => Buffer): unknown {
  if (info === 20 || info === 21) return info === 21
  if (info === 22 || info === 23) return null
  if (info === 25) return half(take(2).readUInt16BE())
  if (info === 26) return take(4).readFloatBE()
  if (info === 27) return take(8).readDoubleBE()
  throw new RangeError(`There is no simple value ${info}.`)
}

/** A number of 16 bits (RFC 8949 appendix D). */
function half(bits: number): number {
  const exponent = (bits >> 10) & 31
  const mantissa = bits & 1023
  const size =
    exponent === 0
      ? mantissa * 2 ** -24
      : exponent === 31
        ? mantissa === 0
          ? Infinity
          : NaN
        : (mantissa + 1024) * 2 ** (exponent - 25)
  return bits & 0x8000 ? -size : size
}

function readKnown(tag: number, value: unknown): unknown {
  if (tag === 0 || tag === 1) return value
  throw new UnknownTag(`Tag ${tag} is not known.`)
}
