import { ranged, type BodyForm } from '../routing/index.ts'
import { compileEncoder, writeJson } from '../serialization/index.ts'
import type { Render, Rendered } from './compile-answers.ts'
import { formType } from './formats.ts'

/**
 * How an answer is written that is not one value of a schema.
 *
 * @throws TypeError for a form that answers cannot have
 */
export function renderForm(declared: BodyForm): Render {
  const { form, item } = declared
  const type = formType(declared)
  switch (form) {
    case 'text':
      return (body) => {
        if (typeof body === 'string') return { content: body, type }
        throw new TypeError(`A handler gave back ${typeof body} where it declares text().`)
      }
    case 'bytes':
      return (body) => {
        if (body instanceof Uint8Array) return { content: body, type }
        throw new TypeError(`A handler gave back ${typeof body} where it declares bytes().`)
      }
    case 'stream':
      return (body) => ({
        content: body instanceof Blob ? ranged(body) : (body as Rendered['content']),
        type,
      })
    case 'ndjson': {
      const encode = item === undefined ? writeJson : compileEncoder(item)
      return (body) => {
        if (isIterable(body)) return { content: toLines(body, encode), type }
        throw new TypeError(
          `A handler gave back ${typeof body} where it declares ndjson(); give an iterable.`,
        )
      }
    }
    default:
      throw new TypeError('multipart() is a form of request bodies; no answer has it.')
  }
}

/** Asks for the next item when the line before has been taken. */
async function* toLines(
  items: AsyncIterable<unknown> | Iterable<unknown>,
  encode: (value: unknown) => unknown,
): AsyncGenerator<string> {
  for await (const item of items) yield `${String(await encode(item))}\n`
}

function isIterable(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  return (
    typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)
  )
}
