/** Bytes that are kept of what comes on one connection. */
const MOST = 24 << 20
/** Bytes that all connections may hold together before none of them gets more than this. */
const MOST_IN_ALL = 256 << 20
const LITTLE = 1 << 20

/** What has come on a connection, as one piece of bounded size. */
export class Inbox {
  /** With room for more, so that many pieces are not copied many times. */
  #room = Buffer.alloc(0)
  #size = 0

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#size)
  }

  get size(): number {
    return this.#size
  }

  /** @returns whether there is room for more */
  add(chunk: Buffer): boolean {
    const size = this.#size + chunk.length
    if (size > this.#room.length && !this.#grow(size)) return false
    chunk.copy(this.#room, this.#size)
    this.#size = size
    return true
  }

  #grow(size: number): boolean {
    // What was received is kept as evidence, so that many large answers add up.
    const isMuch = size > LITTLE && process.memoryUsage().arrayBuffers > MOST_IN_ALL
    if (isMuch || size > MOST) return false
    const room = Buffer.alloc(Math.min(2 * size, MOST))
    this.#room.copy(room, 0, 0, this.#size)
    this.#room = room
    return true
  }
}
