import { writeSync } from 'node:fs'

/** Bytes that are handed over at once: what a pipe holds on Linux (pipe(7)). */
const CHUNK = 65_536

/** How handing over ended: with nothing left, with a reader that takes no more, or with none that will. */
export type HandedOver = 'all' | 'full' | 'broken'

/** Text that waits for a descriptor that does not block. */
export class Backlog {
  readonly #fd: number
  /** What comes first; of a text of which a part is out, the rest. */
  #first: Buffer = Buffer.alloc(0)
  readonly #rest: string[] = []
  #size = 0

  constructor(fd: number) {
    this.#fd = fd
  }

  /** Bytes. */
  get size(): number {
    return this.#size
  }

  /** Writes a text while nothing waits; what is not taken of it waits. */
  write(text: string): HandedOver {
    const size = Buffer.byteLength(text)
    const written = attempt(this.#fd, text)
    if (written === size) return 'all'
    if (typeof written === 'string') this.add(text, size)
    else {
      this.#first = Buffer.from(text).subarray(written)
      this.#size = size - written
    }
    return typeof written === 'string' ? written : 'full'
  }

  add(text: string, size: number): void {
    const last = this.#rest.length - 1
    if (last >= 0 && (this.#rest[last] as string).length < CHUNK) this.#rest[last] += text
    else this.#rest.push(text)
    this.#size += size
  }

  handOver(): HandedOver {
    while (this.#size > 0) {
      if (this.#first.length === 0) this.#first = Buffer.from(this.#rest.shift() ?? '')
      const written = attempt(this.#fd, this.#first)
      if (typeof written === 'string') return written
      this.#first = this.#first.subarray(written)
      this.#size -= written
    }
    return 'all'
  }
}

/** The number of bytes that were taken, or why none was. */
function attempt(fd: number, text: string | Buffer): number | 'full' | 'broken' {
  try {
    return typeof text === 'string' ? writeSync(fd, text) : writeSync(fd, text)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 'full' : 'broken'
  }
}
