import { decodeHuffman } from './huffman.ts'
import { STATIC_TABLE } from './static-table.ts'

/** A header field; pseudo-header fields begin with a colon. Each character is one byte. */
export type Field = readonly [name: string, value: string]

/** A field block that cannot be decoded: after it nothing on the connection can (RFC 9113 section 4.3). */
export class HpackError extends Error {
  override readonly name = 'HpackError'
}

/** Each field as a literal, never indexed and never Huffman-coded (RFC 7541 section 6.2.2): any bytes go through. */
export function encodeFields(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.of(0), encodeText(name), encodeText(value)]))
}

/** A literal that goes into the table (RFC 7541 section 6.2.1). */
export function encodeIndexedLiteral([name, value]: Field): Buffer {
  return Buffer.concat([Buffer.of(0x40), encodeText(name), encodeText(value)])
}

/** An integer (RFC 7541 section 5.1). @param pattern the bits in front of the prefix */
export function encodeInteger(value: number, prefix: number, pattern = 0): Buffer {
  const most = 2 ** prefix - 1
  if (value < most) return Buffer.of(pattern | value)
  const bytes = [pattern | most]
  let rest = value - most
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.from([...bytes, rest])
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1')
  return Buffer.concat([encodeInteger(bytes.length, 7), bytes])
}

/** Entries cost their bytes and 32 more (RFC 7541 section 4.1). */
function sizeOf([name, value]: Field): number {
  return name.length + value.length + 32
}

/** Reads the field blocks of one direction of a connection, in their order (RFC 7541). */
export class HpackDecoder {
  readonly #table: Field[] = []
  /** What our side has allowed, and what the other side makes of it. */
  readonly #allowed: number
  readonly #longest: number
  #most: number
  #size = 0

  /** @param longest bytes of all fields of one block together, as RFC 9113 section 6.5.2 counts them */
  constructor(allowed = 4096, longest = Infinity) {
    this.#allowed = allowed
    this.#most = allowed
    this.#longest = longest
  }

  /** @throws HpackError */
  decode(block: Buffer): Field[] {
    const reader = new Reader(block)
    const fields: Field[] = []
    let size = 0
    while (!reader.done) {
      const field = this.#next(reader, fields.length === 0)
      if (field === undefined) continue
      size += sizeOf(field)
      if (size > this.#longest) throw new HpackError(`the fields have more than ${this.#longest} bytes`)
      fields.push(field)
    }
    return fields
  }

  #next(reader: Reader, first: boolean): Field | undefined {
    const byte = reader.peek()
    if ((byte & 0x80) !== 0) return this.#entry(reader.integer(7))
    if ((byte & 0xc0) === 0x40) return this.#add(this.#literal(reader, 6))
    if ((byte & 0xe0) !== 0x20) return this.#literal(reader, 4)
    this.#resize(reader.integer(5), first)
    return undefined
  }

  #literal(reader: Reader, prefix: number): Field {
    const index = reader.integer(prefix)
    const name = index === 0 ? reader.text() : this.#entry(index)[0]
    return [name, reader.text()]
  }

  #resize(size: number, first: boolean): void {
    if (!first) throw new HpackError('the table is resized behind a field (RFC 7541 section 4.2)')
    if (size > this.#allowed)
      throw new HpackError(
        `the table is made ${size} bytes large; ${this.#allowed} are allowed (RFC 7541 section 6.3)`,
      )
    this.#most = size
    this.#evict(0)
  }

  #entry(index: number): Field {
    const field =
      index <= STATIC_TABLE.length ? STATIC_TABLE[index - 1] : this.#table[index - STATIC_TABLE.length - 1]
    if (field === undefined)
      throw new HpackError(`index ${index} is not in the table (RFC 7541 section 2.3.3)`)
    return field
  }

  #add(field: Field): Field {
    const size = sizeOf(field)
    this.#evict(size)
    if (size <= this.#most) {
      this.#table.unshift(field)
      this.#size += size
    }
    return field
  }

  /** Makes room (RFC 7541 section 4.4). */
  #evict(room: number): void {
    while (this.#size + room > this.#most) {
      const last = this.#table.pop()
      if (last === undefined) return
      this.#size -= sizeOf(last)
    }
  }
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  peek(): number {
    return this.#take(1, false).readUInt8(0)
  }

  integer(prefix: number): number {
    const most = 2 ** prefix - 1
    let value = this.#take(1).readUInt8(0) & most
    if (value < most) return value
    for (let unit = 1; ; unit *= 128) {
      const byte = this.#take(1).readUInt8(0)
      value += (byte & 127) * unit
      if (value > 0xffffffff) throw new HpackError('an integer is too large (RFC 7541 section 5.1)')
      if ((byte & 128) === 0) return value
    }
  }

  text(): string {
    const coded = (this.peek() & 0x80) !== 0
    const bytes = this.#take(this.integer(7))
    if (!coded) return bytes.toString('latin1')
    const decoded = decodeHuffman(bytes)
    if (typeof decoded === 'string') throw new HpackError(decoded)
    return decoded.toString('latin1')
  }

  #take(length: number, move = true): Buffer {
    if (this.#at + length > this.#bytes.length) throw new HpackError('a field block ends too early')
    const taken = this.#bytes.subarray(this.#at, this.#at + length)
    if (move) this.#at += length
    return taken
  }
}
