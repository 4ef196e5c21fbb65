import { isUtf8 } from 'node:buffer'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { problems, type Problem } from '../errors/index.ts'
import type { FilePart, FileRule, MultipartRules } from '../routing/index.ts'
import {
  escapePointer,
  isStandardSchema,
  propertiesOf,
  type Failure,
  type JsonSchema,
} from '../validation/index.ts'
import { essence, inRange, isMediaType } from './media-range.ts'
import { Counted, tooLarge } from './multipart-content.ts'
import { boundaryOf, labelOf, readDisposition } from './multipart-headers.ts'
import { readParts, type Part } from './multipart-parts.ts'
import { trackUpload, type Abandon } from './uploads.ts'

/** What came of a form with files, before its fields are validated. */
export interface Upload {
  fields: unknown
  readonly files: Record<string, unknown>
}

const MAX_PARTS = 100
const MAX_FIELD_BYTES = 65_536
const MAX_FILE_BYTES = 1_048_576

/** @throws TypeError where a rule makes no sense, or lets a file have more bytes than the whole body may. */
export function compileMultipartReader(
  rules: MultipartRules,
  limit: number,
): (
  body: Readable | undefined,
  contentType: string | undefined,
  response: ServerResponse,
) => Promise<Upload> {
  checkRules(rules)
  checkSizes(rules, limit)
  const known =
    rules.fields === undefined
      ? new Set<string>()
      : isStandardSchema(rules.fields)
        ? undefined
        : new Set(propertiesOf(rules.fields as JsonSchema).map(([name]) => name))
  return async (body, contentType, response) => {
    const receiver = new Receiver(rules, known)
    trackUpload(response, (failed) => receiver.abandon(failed))
    // Nothing is malformed then, and what has to be there is missing.
    if (body === undefined) return receiver.finish()
    // A sink that does not read right now would never learn that there is no more to come.
    body.once('close', () => {
      if (!body.readableEnded) receiver.breakOff(body.errored ?? undefined)
    })
    try {
      const boundary = contentType === undefined ? undefined : boundaryOf(contentType)
      if (boundary === undefined) throw malformed('its Content-Type names no boundary')
      for await (const part of readParts(body, boundary)) await receiver.take(part)
      return receiver.finish()
    } finally {
      body.destroy()
    }
  }
}

function checkRules({ files = {}, maxParts = 1, maxFieldBytes = 1 }: MultipartRules): void {
  const numbers = Object.entries(files).flatMap(([name, { maxBytes = 1, maxCount = 1 }]) => [
    [`maxBytes of the file "${name}"`, maxBytes] as const,
    [`maxCount of the file "${name}"`, maxCount] as const,
  ])
  for (const [what, value] of [
    ['maxParts', maxParts] as const,
    ['maxFieldBytes', maxFieldBytes] as const,
    ...numbers,
  ]) {
    if (!Number.isInteger(value) || value < 1)
      throw new TypeError(`The ${what} in multipart() is a whole number above 0; got ${value}.`)
  }
}

/** A file that its own limit allows would be refused by that of the body, with another reason than the client is told. */
function checkSizes({ files = {} }: MultipartRules, limit: number): void {
  for (const [name, { maxBytes, maxCount = 1 }] of Object.entries(files)) {
    if (maxBytes === undefined || maxBytes < limit) continue
    throw new TypeError(
      `The file "${name}" in multipart() may have ${maxBytes} bytes (maxBytes), and the whole body ${limit} (bodyLimit). ` +
        `Set the route's \`bodyLimit\` to ${maxBytes * maxCount + AROUND} or more: its files, and ${AROUND} for what is around them.`,
    )
  }
}

/** The boundaries, headers and fields of a form, roughly. */
const AROUND = 65_536

/** Takes the parts of one request, one after the other. */
class Receiver {
  readonly #rules: MultipartRules
  /** The fields that the schema names; `undefined` where it does not tell. */
  readonly #known: ReadonlySet<string> | undefined
  readonly #fields = new Map<string, string | string[]>()
  readonly #kept = new Map<string, Kept[]>()
  #parts = 0
  #current: Readable | undefined = undefined

  constructor(rules: MultipartRules, known: ReadonlySet<string> | undefined) {
    this.#rules = rules
    this.#known = known
  }

  async take({ headers, content }: Part): Promise<void> {
    const { maxParts = MAX_PARTS, files = {} } = this.#rules
    if (++this.#parts > maxParts) throw problems.contentTooLarge(`A form may have ${maxParts} parts at most.`)
    const disposition = readDisposition(headers.get('content-disposition'))
    if (disposition === undefined) throw malformed('a part does not say which field it is')
    const { name, filename } = disposition
    if (name === '' || name.length > 200 || /[\0\r\n\ufffd]/.test(name) || name === '__proto__')
      throw malformed('the name of a field is not allowed')
    const rule = Object.hasOwn(files, name) ? files[name] : undefined
    if (rule !== undefined) {
      const type = essence(headers.get('content-type') ?? '')
      const part = {
        field: name,
        filename: labelOf(filename ?? ''),
        // Whoever stores it may send it again under this type, so it has to be one.
        type: isMediaType(type) ? type : 'application/octet-stream',
      }
      return this.#takeFile(rule, part, content, filename === '')
    }
    if (this.#known?.has(name) === false) throw refused(name, 'is not a known field')
    if (filename !== undefined) throw refused(name, 'must not be a file')
    return this.#takeField(name, content)
  }

  async #takeFile(
    rule: FileRule,
    part: FilePart,
    content: AsyncIterable<Buffer>,
    unnamed: boolean,
  ): Promise<void> {
    const { types, maxCount = 1, maxBytes = MAX_FILE_BYTES, sink } = rule
    const kept = this.#kept.get(part.field) ?? []
    const begun = content[Symbol.asyncIterator]()
    const first = await begun.next()
    // What browsers send for a field in which no file was chosen (HTML, 4.10.21.4).
    if (unnamed && first.done === true) return
    if (kept.length === maxCount) throw refused(part.field, tooMany(maxCount))
    if (types?.some((range) => inRange(part.type, range)) === false)
      throw refused(part.field, `must be of the type ${types.join(' or ')}`)
    const counted = new Counted(begun, part.field, maxBytes)
    const stream = Readable.from(counted.chunks(first), { objectMode: false })
    // Where the sink does not read, nobody else listens.
    stream.on('error', () => undefined)
    this.#current = stream
    try {
      const one: Kept = { kept: await (sink ?? keepInMemory)(stream, part), file: undefined }
      kept.push(one)
      this.#kept.set(part.field, kept)
      // What the sink has left of it still counts, and may still be too much.
      if (!stream.destroyed) await drain(stream)
      await counted.drain()
      // A sink may have kept it to itself.
      if (counted.failure !== undefined) throw counted.failure
      one.file = { ...part, size: counted.size, [sink === undefined ? 'bytes' : 'kept']: one.kept }
    } finally {
      stream.destroy()
    }
  }

  async #takeField(name: string, content: AsyncIterable<Buffer>): Promise<void> {
    const { maxFieldBytes = MAX_FIELD_BYTES } = this.#rules
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of content) {
      size += chunk.length
      if (size > maxFieldBytes) throw tooLarge(name, maxFieldBytes)
      chunks.push(chunk)
    }
    const bytes = Buffer.concat(chunks)
    if (!isUtf8(bytes) || bytes.includes(0))
      throw malformed(`the field /${escapePointer(name)} is not UTF-8 text`)
    const before = this.#fields.get(name)
    const text = bytes.toString()
    if (before === undefined) this.#fields.set(name, text)
    else if (typeof before === 'string') this.#fields.set(name, [before, text])
    else before.push(text)
  }

  breakOff(why: Error | undefined): void {
    this.#current?.destroy(why)
  }

  finish(): Upload {
    const files: Record<string, unknown> = {}
    for (const [name, { maxCount }] of Object.entries(this.#rules.files ?? {})) {
      const kept = (this.#kept.get(name) ?? []).map(({ file }) => file)
      files[name] = maxCount === undefined ? kept[0] : kept
    }
    return { fields: Object.fromEntries(this.#fields), files }
  }

  /** Nobody waits for it: that something cannot be undone is no matter of the client's. */
  abandon(failed: Parameters<Abandon>[0]): void {
    for (const [name, kept] of this.#kept) {
      const rule = this.#rules.files?.[name]
      if (rule?.discard === undefined) continue
      for (const one of kept) {
        new Promise((resolve) => resolve(rule.discard?.(one.kept))).catch((error: unknown) =>
          failed(name, error),
        )
      }
    }
  }
}

async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  const chunks = content[Symbol.asyncIterator]()
  while ((await chunks.next()).done !== true);
}

/** The files that have to be there and are not. */
export function missingFiles({ files = {} }: MultipartRules, upload: Upload): Failure[] {
  return Object.entries(files)
    .filter(([name, { required, maxCount }]) => {
      if (required !== true) return false
      const kept = upload.files[name]
      return maxCount === undefined ? kept === undefined : Array.isArray(kept) && kept.length === 0
    })
    .map(([name]) => ({ in: 'body', pointer: `/${escapePointer(name)}`, message: 'is required' }))
}

/** What a sink has given for a file, and what the handler is given. */
interface Kept {
  readonly kept: unknown
  file: unknown
}

async function keepInMemory(content: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function tooMany(count: number): string {
  return count === 1 ? 'may be one file only' : `may be ${count} files at most`
}

function malformed(why: string): Problem {
  return problems.malformedBody(`The body cannot be read: ${why}.`)
}

function refused(field: string, message: string): Problem {
  const errors = [{ in: 'body', pointer: `/${escapePointer(field)}`, message }]
  return problems.validationFailed('One value is not valid.', { members: { errors } })
}
