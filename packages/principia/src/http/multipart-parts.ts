import { problems, type Problem } from '../errors/index.ts'

/** One part of a multipart body. Its content has to be read, or left, before the next part is asked for. */
export interface Part {
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly content: AsyncIterable<Buffer>
}

/** Bytes that the headers of one part may have, and how many there may be. */
const MAX_HEADER_BYTES = 8192
const MAX_HEADERS = 16

/** Bytes of white space that may stand behind a boundary. */
const MAX_PADDING = 100

const [SPACE, TAB] = [0x20, 0x09]
const CRLF = Buffer.from('\r\n')
const END_OF_HEADERS = Buffer.from('\r\n\r\n')

/**
 * Splits a multipart body (RFC 2046 section 5.1) into its parts as its bytes come; nothing is read ahead of
 * what is asked for.
 *
 * Stricter than the RFC, so that no two readers can see different parts: nothing may stand before the first
 * delimiter, a line that begins like a delimiter and goes on is refused, and so is a header that is not
 * well-formed or stands twice.
 *
 * @throws Problem malformed-body
 */
export async function* readParts(body: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<Part> {
  const input = new Input(body)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  if (!(await input.startsWith(delimiter.subarray(2)))) {
    // Some clients begin with an empty line.
    if (!(await input.startsWith(delimiter))) throw malformed('it does not begin with its boundary')
    input.take(2)
  }
  input.take(delimiter.length - 2)
  while (!(await endsAfterDelimiter(input))) {
    const headers = await readHeaders(input)
    const content = contentOf(input, delimiter)
    yield { headers, content }
    // What the reader of the part has left of it.
    while ((await content.next()).done !== true);
  }
  // RFC 2046 section 5.1.1: what follows the last delimiter is ignored.
  await input.drain()
}

/** Passes over what ends a delimiter's line, and tells whether it was the last one. */
async function endsAfterDelimiter(input: Input): Promise<boolean> {
  const last = await input.startsWith(Buffer.from('--'))
  if (last) return true
  // Section 5.1.1: white space is allowed there, as padding in transport.
  await input.skipWhiteSpace(MAX_PADDING)
  if (!(await input.startsWith(CRLF))) throw malformed('a boundary is not at the end of its line')
  return false
}

async function readHeaders(input: Input): Promise<Map<string, string>> {
  const end = await input.indexOf(END_OF_HEADERS, MAX_HEADER_BYTES)
  if (end === undefined) throw malformed(`the headers of a part have no end within ${MAX_HEADER_BYTES} bytes`)
  const text = input
    .take(end + END_OF_HEADERS.length)
    .subarray(CRLF.length, end)
    .toString('latin1')
  const headers = new Map<string, string>()
  for (const line of text === '' ? [] : text.split('\r\n')) {
    // The white space before a value is taken off below: cut off here, a line that is not well-formed could be cut in n ways.
    const field = /^([!#$%&'*+.^_`|~\w-]+):([\t\x20-\x7e\x80-\xff]*)$/.exec(line)
    const name = field?.[1]?.toLowerCase()
    if (name === undefined || headers.has(name) || headers.size === MAX_HEADERS)
      throw malformed('the headers of a part are not well-formed')
    // RFC 7578 section 5.1: names are in UTF-8.
    headers.set(name, Buffer.from((field?.[2] ?? '').trim(), 'latin1').toString())
  }
  return headers
}

async function* contentOf(input: Input, delimiter: Buffer): AsyncGenerator<Buffer> {
  for (let ended = false; !ended;) {
    const { before, found } = await input.upTo(delimiter)
    ended = found
    if (before.length > 0) yield before
  }
}

function malformed(why: string): Problem {
  return problems.malformedBody(`The body cannot be read: ${why}.`)
}

/** Bytes that have arrived and were not taken yet. */
class Input {
  readonly #source: AsyncIterator<Buffer>
  #buffer: Buffer = Buffer.alloc(0)

  constructor(body: AsyncIterable<Buffer>) {
    this.#source = body[Symbol.asyncIterator]()
  }

  /** Waits for more. @throws Problem malformed-body where there is no more */
  async #more(): Promise<void> {
    const { value, done } = await this.#source.next()
    if (done === true) throw malformed('it ends before its last boundary')
    this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value])
  }

  take(count: number): Buffer {
    const taken = this.#buffer.subarray(0, count)
    this.#buffer = this.#buffer.subarray(count)
    return taken
  }

  async startsWith(expected: Buffer): Promise<boolean> {
    while (this.#buffer.length < expected.length) {
      if (!expected.subarray(0, this.#buffer.length).equals(this.#buffer)) return false
      await this.#more()
    }
    return this.#buffer.subarray(0, expected.length).equals(expected)
  }

  /** Takes spaces and tabs. @throws Problem malformed-body where there are more than `limit` */
  async skipWhiteSpace(limit: number): Promise<void> {
    for (let count = 0; count <= limit; count++) {
      if (count === this.#buffer.length) await this.#more()
      const next = this.#buffer[count]
      if (next !== SPACE && next !== TAB) return void this.take(count)
    }
    throw malformed(`more than ${limit} bytes of white space follow a boundary`)
  }

  /** Where `bytes` begin, if they do within `limit` bytes. */
  async indexOf(bytes: Buffer, limit: number): Promise<number | undefined> {
    while (true) {
      const found = this.#buffer.indexOf(bytes)
      if (found !== -1) return found <= limit ? found : undefined
      if (this.#buffer.length > limit) return undefined
      await this.#more()
    }
  }

  /** Takes what stands before `delimiter`, as far as it is known to; and the delimiter, once it is found. */
  async upTo(delimiter: Buffer): Promise<{ before: Buffer; found: boolean }> {
    while (this.#buffer.length < delimiter.length) await this.#more()
    const found = this.#buffer.indexOf(delimiter)
    if (found !== -1) {
      const before = this.take(found)
      this.take(delimiter.length)
      return { before, found: true }
    }
    const before = this.take(this.#buffer.length - delimiter.length + 1)
    return { before, found: false }
  }

  async drain(): Promise<void> {
    this.#buffer = Buffer.alloc(0)
    while ((await this.#source.next()).done !== true);
  }
}
