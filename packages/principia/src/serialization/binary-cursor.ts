import { isUtf8 } from 'node:buffer'
import { Malformed, type DecodeLimits } from './codec.ts'
import { whyForbiddenName } from './forbidden.ts'

/**
 * Walks over the bytes of a binary format before its library decodes them: every length has been shown to be
 * backed by bytes, every text to be UTF-8, and every count and depth to be within the limits, so that
 * what a stranger claims can neither make the library allocate nor recurse.
 */
export class BinaryCursor {
  offset = 0
  readonly #bytes: Buffer
  readonly #limits: DecodeLimits
  #values = 0
  #depth = 0

  constructor(bytes: Buffer, limits: DecodeLimits) {
    this.#bytes = bytes
    this.#limits = limits
  }

  get atEnd(): boolean {
    return this.offset === this.#bytes.length
  }

  /** An unsigned integer of 1, 2, 4 or 8 bytes, in network order. */
  unsigned(size: 1 | 2 | 4 | 8): bigint | number {
    const start = this.skip(size)
    return size === 8 ? this.#bytes.readBigUInt64BE(start) : this.#bytes.readUIntBE(start, size)
  }

  byte(): number {
    return this.#bytes[this.skip(1)] as number
  }

  peek(): number | undefined {
    return this.#bytes[this.offset]
  }

  /** Passes over so many bytes, and gives where they began. */
  skip(count: bigint | number): number {
    if (count > this.#bytes.length - this.offset) throw new Malformed('it ends too early')
    const start = this.offset
    this.offset += Number(count)
    return start
  }

  /** Passes over a text of so many bytes. What it may not hold is looked for once it is decoded. */
  text(count: bigint | number): void {
    const start = this.skip(count)
    if (!isUtf8(this.#bytes.subarray(start, this.offset))) throw new Malformed('a text is not valid UTF-8')
  }

  /** Passes over the name of a member, which an object may have once. */
  name(count: bigint | number, names: Set<string>): void {
    const start = this.offset
    this.text(count)
    const name = this.#bytes.toString('utf8', start, this.offset)
    const why = whyForbiddenName(name)
    if (why !== undefined) throw new Malformed(why)
    if (names.has(name)) throw new Malformed('a member is given more than once')
    names.add(name)
  }

  /** Counts members or items; each of them takes `least` bytes at least. */
  values(count: bigint | number, least: 1 | 2): void {
    if (BigInt(count) * BigInt(least) > this.#bytes.length - this.offset)
      throw new Malformed('it ends too early')
    this.#values += Number(count)
    if (this.#values > this.#limits.values)
      throw new Malformed(`it has more than ${this.#limits.values} values`)
  }

  enter(): void {
    if (++this.#depth > this.#limits.depth)
      throw new Malformed(`it is nested more than ${this.#limits.depth} levels deep`)
  }

  leave(): void {
    this.#depth--
  }
}
