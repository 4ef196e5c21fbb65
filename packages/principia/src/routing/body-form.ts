import type { Readable } from 'node:stream'
import type { Output, Schema } from '../validation/index.ts'
import type { MultipartRules } from './multipart.ts'

/**
 * A body that is not one value of a schema: text or bytes as they are, a stream, many items, a form with files.
 * Stands where a schema could, in a route's `body`; `ndjson` also in its `responses`, where content as it is has `media`.
 *
 * `Received` is what the handler finds in `body`, `Given` what it gives back.
 */
export interface BodyForm<Received = unknown, Given = unknown> {
  readonly kind: 'body-form'
  readonly form: 'text' | 'bytes' | 'stream' | 'ndjson' | 'multipart'
  /** Media types, or ranges of them such as `image/*`, that are taken; an answer has the first. */
  readonly types: readonly string[]
  /** What each line of NDJSON is. */
  readonly item?: Schema
  /** Bytes that one line of NDJSON may have. */
  readonly maxLine?: number
  readonly multipart?: MultipartRules
  /** Only types: nothing is ever here. */
  readonly '~received'?: Received
  readonly '~given'?: Given
}

/**
 * Text as it is, in UTF-8: `text/plain` unless other types are named.
 *
 * @example
 * route('POST /notes', { access: 'public', body: text('text/markdown') }, ({ body }) => body.length)
 */
export function text(...types: readonly string[]): BodyForm<string, never> {
  return { kind: 'body-form', form: 'text', types: types.length === 0 ? ['text/plain'] : types }
}

/** Bytes as they are, of these media types or ranges: any unless they are named. They are held in memory. */
export function bytes(...types: readonly string[]): BodyForm<Buffer, never> {
  return { kind: 'body-form', form: 'bytes', types: types.length === 0 ? ['*/*'] : types }
}

/**
 * Bytes as they come, of these media types or ranges: any unless they are named. Reading more slowly makes the
 * client send more slowly. Reading throws where there is more than `bodyLimit`, and where the client leaves.
 *
 * @example
 * route('PUT /backup', { access: owner, body: stream(), bodyLimit: 2 ** 30 }, async ({ body }) => {
 *   await pipeline(body, createWriteStream(file))
 * })
 */
export function stream(...types: readonly string[]): BodyForm<Readable, never> {
  return { kind: 'body-form', form: 'stream', types: types.length === 0 ? ['*/*'] : types }
}

/**
 * Newline-delimited JSON: one value of the schema on each line, validated when it is reached. In a body the
 * handler iterates over them; reading throws where one is not valid. As an answer the handler gives an
 * iterable of them, such as an async generator.
 *
 * @param options `maxLine`: bytes that one line of a body may have, 64 KiB unless said
 * @example
 * route('POST /import', { access: 'public', body: ndjson(Row) }, async ({ body }) => {
 *   for await (const row of body) await store(row)
 * })
 */
export function ndjson<const Item extends Schema>(
  item: Item,
  { maxLine = 65_536 }: { readonly maxLine?: number } = {},
): BodyForm<AsyncIterable<Output<Item>>, AsyncIterable<Output<Item>> | Iterable<Output<Item>>> {
  return {
    kind: 'body-form',
    form: 'ndjson',
    types: ['application/x-ndjson', 'application/jsonl'],
    item,
    maxLine,
  }
}

export function isBodyForm(declared: unknown): declared is BodyForm {
  return (
    typeof declared === 'object' && declared !== null && 'kind' in declared && declared.kind === 'body-form'
  )
}
