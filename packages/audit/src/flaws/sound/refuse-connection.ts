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

const REFUSALS: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not come in time.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, detail: 'The chunk extensions are too long.' },
  HPE_INVALID_METHOD: { status: 501, detail: 'This method is not known here.' },
  HPE_INVALID_VERSION: { status: 505, detail: 'This is HTTP/1.1.' },
}

export function refusalOf({ code = '', rawPacket }: ClientError): Refusal {
  const known = REFUSALS[code]
  if (known !== undefined) return known
  if (code !== 'HPE_HEADER_OVERFLOW') return { status: 400, detail: 'This is no HTTP/1.1 request.' }
  // RFC 9112 section 3: what is too long may be the target itself.
  const [line = ''] = (rawPacket?.toString('latin1') ?? '').split('\r\n', 1)
  return line.length > LONGEST_TARGET
    ? { status: 414, detail: 'The request target is too long.' }
    : { status: 431, detail: 'The header fields are too long.' }
}
