import type { Content } from './parse-answer.ts'
import { readFields, readHead } from './read-head.ts'

/** Reads content in chunks (RFC 9112 section 7.1) as it comes: what was read once is not looked at again. */
export class ChunkReader {
  readonly #chunks: Buffer[] = []
  readonly #faults: string[]
  #at: number

  /** @param at where the first chunk begins */
  constructor(at: number, faults: string[]) {
    this.#at = at
    this.#faults = faults
  }

  /** @returns `undefined` where more has to come first */
  read(bytes: Buffer, ended: boolean): Content | undefined {
    const cut = (to: number) => (ended ? this.#content(false, to) : undefined)
    while (true) {
      const lineEnd = bytes.indexOf('\r\n', this.#at)
      if (lineEnd === -1) return cut(bytes.length)
      const line = bytes.subarray(this.#at, lineEnd).toString('latin1')
      const size = /^([0-9a-f]+)[ \t]*(?:;.*)?$/i.exec(line)?.[1]
      if (size === undefined) {
        this.#faults.push('a chunk has no size (RFC 9112 section 7.1)')
        return this.#content(false, bytes.length)
      }
      const from = lineEnd + 2
      const length = Number.parseInt(size, 16)
      if (length === 0) {
        const trailer = readHead(bytes, lineEnd)
        if (trailer === undefined) return cut(bytes.length)
        const trailers = readFields(trailer.lines.slice(1), this.#faults)
        return { ...this.#content(true, trailer.end), trailers }
      }
      if (bytes.length < from + length + 2) {
        if (ended) this.#chunks.push(bytes.subarray(from))
        return cut(bytes.length)
      }
      this.#chunks.push(bytes.subarray(from, from + length))
      this.#at = from + length + 2
    }
  }

  #content(complete: boolean, to: number): Content {
    return { body: Buffer.concat(this.#chunks), framing: 'chunked', complete, to }
  }
}
