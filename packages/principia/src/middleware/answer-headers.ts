import { FRAMING } from '../http/compile-answers.ts'
import { formatHttpDate } from '../http/http-date.ts'
import type { ReplyHeaders } from '../routing/index.ts'

/**
 * The headers of an answer that has not been written yet, with the methods of the web's `Headers`. Names are
 * in any case. What every answer gets - the request's id, the security headers - is not among them.
 */
export class AnswerHeaders {
  readonly #fields: Map<string, string | readonly string[]>

  constructor(headers: ReplyHeaders | undefined) {
    this.#fields = new Map()
    for (const [name, value] of Object.entries(headers ?? {})) this.set(name, value)
  }

  /** Several fields of one name are joined with commas (RFC 9110 section 5.3). */
  get(name: string): string | undefined {
    const value = this.#fields.get(name.toLowerCase())
    return typeof value === 'object' ? value.join(', ') : value
  }

  has(name: string): boolean {
    return this.#fields.has(name.toLowerCase())
  }

  /** @throws TypeError for a header that is the server's, such as `Content-Length`. */
  set(name: string, value: ReplyHeaders[string]): void {
    this.#fields.set(settable(name), value instanceof Date ? formatHttpDate(value) : value)
  }

  /** Adds a field beside those of the same name, as `Set-Cookie` needs. */
  append(name: string, value: string): void {
    const key = settable(name)
    const before = this.#fields.get(key)
    this.#fields.set(key, before === undefined ? value : [before, value].flat())
  }

  delete(name: string): void {
    this.#fields.delete(name.toLowerCase())
  }

  entries(): IterableIterator<[string, string | readonly string[]]> {
    return this.#fields.entries()
  }
}

function settable(name: string): string {
  const key = name.toLowerCase()
  if (!FRAMING.includes(key)) return key
  throw new TypeError(
    `A middleware set the header "${key}", which is the server's: it says where an answer ends.`,
  )
}
