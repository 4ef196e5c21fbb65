import type { Answer } from '../http/answer.ts'
import { checkStatus, toDate } from '../http/compile-answers.ts'
import { AnswerHeaders } from './answer-headers.ts'

/**
 * An answer that has been made and not been written: what a middleware gets from `next`. `Added` is what
 * the middleware gave to `next`; it is a type alone.
 */
export class PendingAnswer<Added = unknown> {
  /** Carries the type; there is nothing in it at run time. */
  declare readonly added?: Added
  status: number
  readonly #made: Answer
  #headers: AnswerHeaders | undefined
  #content: Answer['content']
  #replaced = false

  constructor(made: Answer) {
    this.#made = made
    this.status = made.status
    this.#content = made.content
  }

  /** With `content-type`, and with `etag` and `last-modified` where the handler gave them. */
  get headers(): AnswerHeaders {
    if (this.#headers === undefined) {
      const { headers, type, tag, lastModified } = this.#made
      this.#headers = new AnswerHeaders(headers)
      if (type !== '') this.#headers.set('content-type', type)
      if (tag !== undefined) this.#headers.set('etag', tag)
      if (lastModified !== undefined) this.#headers.set('last-modified', lastModified)
    }
    return this.#headers
  }

  /** The content as it is going to be sent: encoded text or bytes, or a stream; `undefined` for none. */
  get content(): Answer['content'] {
    return this.#content
  }

  /** What the handler gave to tell the old content by, such as an entity tag, goes with it. */
  set content(content: Answer['content']) {
    this.#content = content
    this.#replaced = true
    this.headers.delete('etag')
    this.headers.delete('last-modified')
    if (content !== undefined && !this.headers.has('content-type')) {
      this.headers.set(
        'content-type',
        typeof content === 'string' ? 'text/plain; charset=utf-8' : 'application/octet-stream',
      )
    }
  }

  /**
   * The answer with all that was changed; the very same where nothing was.
   *
   * @throws when no answer of this status exists, or none with content
   */
  toAnswer(): Answer {
    const { status } = this
    checkStatus('A middleware', status, this.#content)
    if (this.#headers === undefined)
      return status === this.#made.status ? this.#made : { ...this.#made, status }
    const {
      'content-type': type,
      etag: tag,
      'last-modified': lastModified,
      ...headers
    } = Object.fromEntries(this.#headers.entries())
    return {
      ...(this.#replaced ? undefined : this.#made),
      status,
      content: this.#content,
      type: textOf(type) ?? '',
      headers,
      tag: textOf(tag),
      lastModified: lastModified === undefined ? undefined : toDate(lastModified),
      etag: status === 200 ? this.#made.etag : false,
    }
  }
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value
}
