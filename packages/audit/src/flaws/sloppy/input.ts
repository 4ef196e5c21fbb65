import type { Socket } from 'node:net'

/** A message that is refused. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The client has gone before the end of its message. */
export class Gone extends Error {}

/** What a client sends, to be taken piece by piece. */
export class Input {
  #bytes: Buffer = Buffer.alloc(0)
  #ended = false
  #wake = Promise.withResolvers<void>()
  #timer: NodeJS.Timeout | undefined
  #expired = false
  #restart: (() => void) | undefined

  constructor(socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk])
      this.#restart?.()
      this.#stir()
    })
    for (const event of ['end', 'error', 'close'])
      socket.on(event, () => {
        this.#ended = true
        clearTimeout(this.#timer)
        this.#stir()
      })
  }

  get ended(): boolean {
    return this.#ended
  }

  get length(): number {
    return this.#bytes.length
  }

  /** From now on, what has not come within so many milliseconds is refused with 408. */
  limit(milliseconds: number, perByte = false): void {
    const begin = () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => {
        this.#expired = true
        this.#stir()
      }, milliseconds)
    }
    this.#restart = perByte ? begin : undefined
    begin()
  }

  unlimited(): void {
    clearTimeout(this.#timer)
    this.#restart = undefined
  }

  /** Whether anything is there, once it is or never will be. */
  async some(): Promise<boolean> {
    while (this.#bytes.length === 0) if (!(await this.#more())) return false
    return true
  }

  /**
   * Octets up to one of the ends, and without it.
   *
   * @param ends the first to be found counts; the first of the list where two are found at the same place
   * @throws Refused with `status` where there are more than `most`
   * @throws Gone
   */
  async until(ends: readonly string[], most: number, status: number): Promise<string> {
    while (true) {
      let found: { readonly at: number; readonly end: string } | undefined
      for (const end of ends) {
        const at = this.#bytes.indexOf(end)
        if (at !== -1 && (found === undefined || at < found.at)) found = { at, end }
      }
      if ((found?.at ?? this.#bytes.length) > most) throw new Refused(status, 'too long')
      if (found !== undefined) {
        return this.#cut(found.at + found.end.length)
          .subarray(0, found.at)
          .toString('latin1')
      }
      if (!(await this.#more())) throw new Gone()
    }
  }

  /** @throws Gone */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let left = count; left > 0;) {
      const part = this.takeSome(left)
      parts.push(part)
      left -= part.length
      if (part.length === 0 && !(await this.#more())) {
        this.#bytes = Buffer.concat(parts)
        throw new Gone()
      }
    }
    return Buffer.concat(parts)
  }

  /** What has come, at most so many octets, without waiting. */
  takeSome(count: number): Buffer {
    return this.#cut(Math.min(count, this.#bytes.length))
  }

  /** Whether these octets are somewhere in what has come so far. */
  async holds(text: string): Promise<boolean> {
    return (await this.some()) && this.#bytes.includes(text)
  }

  /** Whether these octets come next. They are not taken. @throws Gone */
  async sees(text: string): Promise<boolean> {
    while (this.#bytes.length < text.length) if (!(await this.#more())) throw new Gone()
    return this.#bytes.subarray(0, text.length).toString('latin1') === text
  }

  #cut(count: number): Buffer {
    const taken = this.#bytes.subarray(0, count)
    this.#bytes = this.#bytes.subarray(count)
    return taken
  }

  async #more(): Promise<boolean> {
    if (this.#expired) throw new Refused(408, 'too slow')
    if (this.#ended) return false
    await this.#wake.promise
    return true
  }

  #stir(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers()
  }
}
