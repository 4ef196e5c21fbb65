import { StringDecoder } from 'node:string_decoder'
import type { Readable } from 'node:stream'

/** One line that a process wrote, without its end. */
export interface Line {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** Lines that are kept, and characters of all of them; the oldest go first. */
const MOST_LINES = 20_000
const MOST_CHARACTERS = 8 << 20
/** Characters of one line; what is beyond begins another. */
const LONGEST_LINE = 64 << 10

/** What a process writes, line by line, the last of it in memory. */
export class Lines {
  #kept: Line[] = []
  #characters = 0
  #forgotten = 0
  #wake = Promise.withResolvers<void>()

  /** How many there were until now: what `since` takes. */
  get count(): number {
    return this.#forgotten + this.#kept.length
  }

  /** Those that came since there were `count`, as far as they are kept. */
  since(count: number): readonly Line[] {
    return this.#kept.slice(Math.max(0, count - this.#forgotten))
  }

  get all(): readonly Line[] {
    return this.#kept
  }

  /**
   * The first line since there were `from` that is as wanted; waits for it.
   *
   * @param within milliseconds
   */
  async find(
    wanted: (line: Line) => boolean,
    { from = 0, within = 1000 }: { readonly from?: number; readonly within?: number } = {},
  ): Promise<Line | undefined> {
    const until = performance.now() + within
    for (let seen = from; ;) {
      const found = this.since(seen).find(wanted)
      const left = until - performance.now()
      if (found !== undefined || left <= 0) return found
      seen = Math.max(seen, this.count)
      const timer = setTimeout(() => this.#stir(), left)
      await this.#wake.promise
      clearTimeout(timer)
    }
  }

  read(from: Readable, stream: Line['stream']): void {
    const decoder = new StringDecoder('utf8')
    let rest = ''
    const take = (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      while (rest.length > LONGEST_LINE) {
        lines.push(rest.slice(0, LONGEST_LINE))
        rest = rest.slice(LONGEST_LINE)
      }
      for (const line of lines) this.#keep({ stream, text: line.replace(/\r$/, '') })
      this.#stir()
    }
    from.on('data', (chunk: Buffer) => take(decoder.write(chunk)))
    from.on('end', () => take(rest === '' ? '' : '\n'))
    from.on('error', () => undefined)
  }

  #keep(line: Line): void {
    this.#kept.push(line)
    this.#characters += line.text.length
    if (this.#kept.length <= MOST_LINES && this.#characters <= MOST_CHARACTERS) return
    // A tenth at once, so that not every line moves all others.
    const gone = this.#kept.splice(0, Math.ceil(this.#kept.length / 10))
    this.#forgotten += gone.length
    for (const { text } of gone) this.#characters -= text.length
  }

  #stir(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers()
  }
}
