import { problems, type Problem } from '../errors/index.ts'
import { escapePointer } from '../validation/index.ts'

/** A file's content as it comes. All of it counts, whoever takes it. */
export class Counted {
  size = 0
  failure: unknown = undefined
  readonly #content: AsyncIterator<Buffer>
  readonly #field: string
  readonly #max: number

  constructor(content: AsyncIterator<Buffer>, field: string, max: number) {
    this.#content = content
    this.#field = field
    this.#max = max
  }

  async *chunks(first: IteratorResult<Buffer>): AsyncGenerator<Buffer> {
    for (let next = this.#count(first); next.done !== true; next = await this.#next()) yield next.value
  }

  /** Takes what a sink has left, where that has destroyed its stream. */
  async drain(): Promise<void> {
    while (this.failure === undefined && (await this.#next()).done !== true);
  }

  async #next(): Promise<IteratorResult<Buffer>> {
    try {
      return this.#count(await this.#content.next())
    } catch (error) {
      this.failure ??= error
      throw error
    }
  }

  #count(next: IteratorResult<Buffer>): IteratorResult<Buffer> {
    if (next.done === true) return next
    this.size += next.value.length
    if (this.size > this.#max) throw (this.failure = tooLarge(this.#field, this.#max))
    return next
  }
}

export function tooLarge(field: string, max: number): Problem {
  const errors = [
    { in: 'body', pointer: `/${escapePointer(field)}`, message: `may have ${max} bytes at most` },
  ]
  return problems.contentTooLarge('A part of the body is too large.', { members: { errors } })
}
