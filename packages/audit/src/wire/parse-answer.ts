import { Headers1, type Answer } from './answer.ts'
import { ChunkReader } from './read-chunks.ts'
import { readFields, readHead } from './read-head.ts'

/** What is known of an answer before the clock is. */
export type Parsed = Omit<Answer, 'firstByte' | 'lastByte' | 'interim'>

export type Content = Pick<Parsed, 'body' | 'framing' | 'complete' | 'to'> & { readonly trailers?: Headers1 }

interface Head extends Omit<Parsed, keyof Content> {
  readonly faults: string[]
}

/** Reads the content that follows a head from all bytes so far; `undefined` where more has to come first. */
type ReadContent = (bytes: Buffer, ended: boolean) => Content | undefined

/** Bytes that a head may have: far more than any client takes. */
const MOST_HEAD = 1 << 20

/** Reads the one answer that is all there will be. See `AnswerReader`. */
export function parseAnswer(bytes: Buffer, from: number, method: string): Parsed | undefined {
  return new AnswerReader(from, method).read(bytes, true)
}

/**
 * Reads one answer as it comes (RFC 9112 sections 2 to 7), tolerant of what it can still make sense of; what is wrong stands
 * in its `faults`. The same bytes are read once, however small the pieces are in which they come.
 */
export class AnswerReader {
  readonly #from: number
  readonly #method: string
  #searched: number
  #head: { readonly head: Head; readonly content: ReadContent } | undefined

  /**
   * @param from where it begins
   * @param method that of the request: an answer to HEAD has no content
   */
  constructor(from: number, method: string) {
    this.#from = from
    this.#searched = from
    this.#method = method
  }

  /**
   * @param bytes all that has come on the connection
   * @param ended whether nothing more will come
   * @returns `undefined` where more has to come first
   */
  read(bytes: Buffer, ended: boolean): Parsed | undefined {
    if (this.#head === undefined) {
      const read = readHead(bytes, this.#from, this.#searched)
      this.#searched = bytes.length
      if (read === undefined) return this.#withoutHead(bytes, ended)
      const { lines, end, faults } = read
      const head = headOf(lines, faults, this.#from)
      if (typeof head === 'string') return broken(bytes, this.#from, head)
      this.#head = { head, content: contentReader(end, this.#method, head) }
    }
    const { head, content } = this.#head
    const found = content(bytes, ended)
    return found === undefined ? undefined : { ...head, trailers: new Headers1([]), ...found }
  }

  #withoutHead(bytes: Buffer, ended: boolean): Parsed | undefined {
    if (bytes.length - this.#from > MOST_HEAD)
      return broken(bytes, this.#from, `its head has no end within ${MOST_HEAD >> 20} MiB`)
    if (!ended || bytes.length === this.#from) return undefined
    return broken(bytes, this.#from, 'what came is no answer: its head has no end')
  }
}

/** @returns what is wrong where it is none */
function headOf(lines: readonly string[], faults: string[], from: number): Head | string {
  const [first = ''] = lines
  const status = /^(HTTP\/\d\.\d) ([1-9]\d\d)(?: (.*))?$/.exec(first)
  if (status === null) return `"${first.slice(0, 80)}" is no status line`
  if (status[3] === undefined)
    faults.push('the status line lacks the space behind the code (RFC 9112 section 4)')
  return {
    status: Number(status[2]),
    reason: status[3] ?? '',
    version: status[1] as string,
    headers: readFields(lines.slice(1), faults),
    faults,
    from,
  }
}

/** How the end of the content is told: RFC 9112 section 6.3, in its order. */
function contentReader(at: number, method: string, { status, headers, faults }: Head): ReadContent {
  const none: Content = { body: Buffer.alloc(0), framing: 'none', complete: true, to: at }
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return () => none
  const coding = headers.get('transfer-encoding')
  const lengths = new Set(headers.all('content-length'))
  if (coding !== undefined && lengths.size > 0)
    faults.push('it has both Transfer-Encoding and Content-Length (RFC 9112 section 6.2)')
  if (coding?.trim().toLowerCase().endsWith('chunked') === true) {
    const chunks = new ChunkReader(at, faults)
    return (bytes, ended) => chunks.read(bytes, ended)
  }
  if (coding === undefined && lengths.size > 0) return lengthReader(at, lengths, faults)
  return (bytes, ended) =>
    ended ? { body: bytes.subarray(at), framing: 'close', complete: true, to: bytes.length } : undefined
}

function lengthReader(at: number, lengths: ReadonlySet<string>, faults: string[]): ReadContent {
  const [length = ''] = lengths
  if (lengths.size > 1 || !/^\d+$/.test(length)) {
    faults.push(`"${[...lengths].join(', ')}" is no Content-Length (RFC 9110 section 8.6)`)
    return (bytes) => ({ body: bytes.subarray(at), framing: 'length', complete: false, to: bytes.length })
  }
  const to = at + Number(length)
  return (bytes, ended) =>
    bytes.length < to && !ended
      ? undefined
      : {
          body: bytes.subarray(at, to),
          framing: 'length',
          complete: bytes.length >= to,
          to: Math.min(to, bytes.length),
        }
}

function broken(bytes: Buffer, from: number, fault: string): Parsed {
  return {
    status: 0,
    reason: '',
    version: '',
    headers: new Headers1([]),
    trailers: new Headers1([]),
    body: bytes.subarray(from),
    complete: false,
    framing: 'close',
    faults: [fault],
    from,
    to: bytes.length,
  }
}
