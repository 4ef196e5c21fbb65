import { Headers1, type Answer } from './answer.ts'

/** What is known of an answer before the clock is. */
export type Parsed = Omit<Answer, 'firstByte' | 'lastByte' | 'interim'>

/**
 * Reads one answer that begins at `from` (RFC 9112 sections 2 to 7), tolerant of what it can still make sense of; what is
 * wrong stands in its `faults`.
 *
 * @param method that of the request: an answer to HEAD has no content
 * @param ended whether nothing more will come
 * @returns `undefined` where more has to come first
 */
export function parseAnswer(bytes: Buffer, from: number, method: string, ended: boolean): Parsed | undefined {
  const head = readHead(bytes, from)
  if (head === undefined) {
    if (!ended || bytes.length === from) return undefined
    return broken(bytes, from, 'what came is no answer: its head has no end')
  }
  const { lines, end, faults } = head
  const [first = ''] = lines
  const status = /^(HTTP\/\d\.\d) ([1-9]\d\d)(?: (.*))?$/.exec(first)
  if (status === null) return broken(bytes, from, `"${first.slice(0, 80)}" is no status line`)
  if (status[3] === undefined)
    faults.push('the status line lacks the space behind the code (RFC 9112 section 4)')
  const headers = readFields(lines.slice(1), faults)
  const about = {
    status: Number(status[2]),
    reason: status[3] ?? '',
    version: status[1] as string,
    headers,
    faults,
    from,
  }
  const content = readContent(bytes, end, method, about.status, headers, faults, ended)
  return content === undefined ? undefined : { trailers: new Headers1([]), ...about, ...content }
}

type Content = Pick<Parsed, 'body' | 'framing' | 'complete' | 'to'> & { readonly trailers?: Headers1 }

/** RFC 9112 section 6.3, in its order. */
function readContent(
  bytes: Buffer,
  at: number,
  method: string,
  status: number,
  headers: Headers1,
  faults: string[],
  ended: boolean,
): Content | undefined {
  const none = { body: Buffer.alloc(0), framing: 'none', complete: true, to: at } as const
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return none
  const coding = headers.get('transfer-encoding')
  const lengths = new Set(headers.all('content-length'))
  if (coding !== undefined && lengths.size > 0)
    faults.push('it has both Transfer-Encoding and Content-Length (RFC 9112 section 6.2)')
  if (coding?.trim().toLowerCase().endsWith('chunked') === true) return readChunks(bytes, at, faults, ended)
  if (coding === undefined && lengths.size > 0) {
    const [length = ''] = lengths
    if (lengths.size > 1 || !/^\d+$/.test(length)) {
      faults.push(`"${[...lengths].join(', ')}" is no Content-Length (RFC 9110 section 8.6)`)
      return { body: bytes.subarray(at), framing: 'length', complete: false, to: bytes.length }
    }
    const to = at + Number(length)
    if (bytes.length < to && !ended) return undefined
    return {
      body: bytes.subarray(at, to),
      framing: 'length',
      complete: bytes.length >= to,
      to: Math.min(to, bytes.length),
    }
  }
  return ended ? { body: bytes.subarray(at), framing: 'close', complete: true, to: bytes.length } : undefined
}

function readChunks(bytes: Buffer, start: number, faults: string[], ended: boolean): Content | undefined {
  const chunks: Buffer[] = []
  const cut = (to: number): Content | undefined =>
    ended ? { body: Buffer.concat(chunks), framing: 'chunked', complete: false, to } : undefined
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return cut(bytes.length)
    const size = /^([0-9a-f]+)[ \t]*(?:;.*)?$/i.exec(bytes.subarray(at, lineEnd).toString('latin1'))?.[1]
    if (size === undefined) {
      faults.push('a chunk has no size (RFC 9112 section 7.1)')
      return { body: Buffer.concat(chunks), framing: 'chunked', complete: false, to: bytes.length }
    }
    const from = lineEnd + 2
    const length = Number.parseInt(size, 16)
    if (length === 0) {
      const trailer = readHead(bytes, lineEnd)
      if (trailer === undefined) return cut(bytes.length)
      const trailers = readFields(trailer.lines.slice(1), faults)
      return { body: Buffer.concat(chunks), framing: 'chunked', complete: true, to: trailer.end, trailers }
    }
    if (bytes.length < from + length + 2) {
      if (ended) chunks.push(bytes.subarray(from))
      return cut(bytes.length)
    }
    chunks.push(bytes.subarray(from, from + length))
    at = from + length + 2
  }
}

/** The lines up to the empty one. */
function readHead(
  bytes: Buffer,
  from: number,
): { readonly lines: string[]; readonly end: number; readonly faults: string[] } | undefined {
  const strict = bytes.indexOf('\r\n\r\n', from)
  const loose = bytes.indexOf('\n\n', from)
  if (strict === -1 && loose === -1) return undefined
  const bare = strict === -1 || (loose !== -1 && loose < strict)
  const to = bare ? loose : strict
  const lines = bytes
    .subarray(from, to)
    .toString('latin1')
    .split(bare ? /\r?\n/ : '\r\n')
  const faults = bare ? ['a line ends with LF alone (RFC 9112 section 2.2)'] : []
  return { lines, end: to + (bare ? 2 : 4), faults }
}

function readFields(lines: readonly string[], faults: string[]): Headers1 {
  const fields: [string, string][] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0))
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
      faults.push(`"${line.slice(0, 80)}" is no header field (RFC 9112 section 5)`)
      continue
    }
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')
    // oxlint-disable-next-line no-control-regex
    if (/[\0-\x08\x0a-\x1f\x7f]/.test(value))
      faults.push(`the value of ${name} has control characters (RFC 9110 section 5.5)`)
    fields.push([name, value])
  }
  return new Headers1(fields)
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
