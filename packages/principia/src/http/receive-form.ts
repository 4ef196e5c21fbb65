import { isUtf8 } from 'node:buffer'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { problems } from '../errors/index.ts'
import type { BodyForm } from '../routing/index.ts'
import { inRange } from './media-range.ts'
import { readAll } from './open-body.ts'
import { compileMultipartReader } from './receive-multipart.ts'
import { compileNdjsonReader } from './receive-ndjson.ts'

export interface FormReader {
  /** Reads a body from its bytes; gives what the handler is to find, or at once a stream of it. */
  readonly read: Read
  /** Whether bodies of this media type are taken, or such without one. */
  readonly takes: (type: string | undefined) => boolean
}

/** @throws TypeError where the form's declaration makes no sense, or asks for more than the `limit` of the body. */
export function compileFormReader(form: BodyForm, limit: number): FormReader {
  const any = form.types.includes('*/*')
  // RFC 9110 section 8.3: bytes without a type are bytes; for any other form it has to be said.
  const takes = (type: string | undefined) =>
    type === undefined ? any : form.types.some((range) => inRange(type, range))
  return { read: readerOf(form, limit), takes }
}

/** Where the request has no body there is no stream of it either. */
type Read = (body: Readable | undefined, contentType: string | undefined, response: ServerResponse) => unknown

function readerOf(form: BodyForm, limit: number): Read {
  switch (form.form) {
    case 'text':
      return async (body) => decodeText(await readAll(body ?? empty()))
    case 'bytes':
      return (body) => readAll(body ?? empty())
    case 'stream':
      return (body) => body ?? empty()
    case 'ndjson': {
      const read = compileNdjsonReader(form)
      return (body) => read(body ?? empty())
    }
    default:
      return compileMultipartReader(form.multipart ?? {}, limit)
  }
}

function empty(): Readable {
  return Readable.from([])
}

function decodeText(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw problems.malformedBody('The body cannot be read: it is not valid UTF-8.')
  const text = bytes.toString()
  if (text.includes('\0'))
    throw problems.malformedBody('The body cannot be read: a text holds the character U+0000.')
  return text
}
