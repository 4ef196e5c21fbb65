import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { securityHeaders } from './common-headers.ts'
import { Problem, problemReply } from './problem.ts'
import { LONGEST_TARGET } from './target.ts'

/** What Node's parser says is wrong. */
export interface ClientError extends Error {
  readonly code?: string
  /** What had just come when it went wrong. */
  readonly rawPacket?: Buffer
  /** Where in it. */
  readonly bytesParsed?: number
}

/** Answers what never became a request, and ends the connection: where its next request would begin is unknown. */
export function refuseConnection(socket: Duplex, status: number, detail: string): void {
  const id = randomUUID()
  const { headers, body = Buffer.alloc(0) } = problemReply(new Problem(status, detail), id)
  const fields = {
    Date: new Date().toUTCString(),
    ...securityHeaders('encrypted' in socket),
    'X-Request-Id': id,
    Vary: 'Origin',
    ...headers,
    'Content-Length': body.length,
    Connection: 'close',
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`
  socket.end(Buffer.concat([Buffer.from(head), body]))
}

interface Refusal {
  readonly status: number
  readonly detail: string
}

const BAD: Refusal = { status: 400, detail: 'This is no HTTP/1.1 request.' }

/** What to say to bytes that the parser does not take. */
export function refusalOf(error: ClientError): Refusal {
  const line = startLine(error)
  switch (error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, detail: 'The request did not come in time.' }
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: 413, detail: 'The chunk extensions are too long.' }
    case 'HPE_HEADER_OVERFLOW':
      // RFC 9112 section 3: what is too long may be the target itself.
      return line.length > LONGEST_TARGET
        ? { status: 414, detail: 'The request target is too long.' }
        : { status: 431, detail: 'The header fields are too long.' }
    case 'HPE_INVALID_METHOD':
      return START_LINE.test(line) ? { status: 501, detail: 'This method is not known here.' } : BAD
    case 'HPE_INVALID_VERSION':
      return START_LINE.test(line) ? { status: 505, detail: 'This is HTTP/1.1.' } : BAD
    default:
      return BAD
  }
}

const START_LINE = /^[!#$%&'*+.^_`|~\w-]+ \S+ HTTP\/\d\.\d$/

/** The line in which the request began, as far as it came with what was wrong. */
function startLine({ code, rawPacket, bytesParsed = 0 }: ClientError): string {
  const packet = rawPacket?.toString('latin1') ?? ''
  // Fields that are too long go wrong behind the line; all else that this is asked for goes wrong in it.
  const from = code === 'HPE_HEADER_OVERFLOW' ? 0 : packet.lastIndexOf('\r\n', bytesParsed - 1) + 1
  return (
    packet
      .slice(from)
      .replace(/^[\r\n]+/, '')
      .split('\r\n', 1)[0] ?? ''
  )
}
