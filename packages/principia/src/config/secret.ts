import { inspect } from 'node:util'

/**
 * A setting that must never be shown. It prints as `[secret]` wherever it ends up - a log line, a JSON
 * document, a template, a stack trace - and gives its text only to code that asks with `reveal`.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}
