import type { BodyForm } from '../routing/index.ts'
import { compileEncoder, writeJson } from '../serialization/index.ts'
import type { Render } from './compile-answers.ts'

/**
 * How an answer is written that is not one value of a schema, nor content as it is.
 *
 * @throws TypeError for a form that only request bodies have
 */
export function renderForm({ form, item, types }: BodyForm): Render {
  const [type = ''] = types
  if (form !== 'ndjson') {
    const named =
      form === 'multipart' ? '' : `; declare the media type of the answer: media("${mediaFor(form, type)}")`
    throw new TypeError(`${form}() is a form of request bodies, no answer has it${named}.`)
  }
  const encode = item === undefined ? writeJson : compileEncoder(item)
  return (body) => {
    if (isIterable(body)) return { content: toLines(body, encode), type }
    throw new TypeError(`A handler gave back ${typeof body} where it declares ndjson(); give an iterable.`)
  }
}

function mediaFor(form: BodyForm['form'], type: string): string {
  if (type !== '*/*') return type
  return form === 'text' ? 'text/plain' : 'application/octet-stream'
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
