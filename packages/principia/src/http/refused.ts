import { STATUS_CODES } from './node-http.ts'
import type { Duplex } from 'node:stream'
import { newRequestId } from '../context/index.ts'
import { problems, toProblemDocument, type Problem } from '../errors/index.ts'
import { linger } from './linger.ts'

/** What node:http says of bytes that its parser refused. */
export interface ParserError extends Error {
  readonly code?: string
  /** The parser's own words. */
  readonly reason?: string
  /** What the socket had given when the parser stopped, and how far it came. */
  readonly rawPacket?: Buffer
  readonly bytesParsed?: number
}

/** Why a message was refused that never became a request. */
export function whyRefused({ code, reason, rawPacket, bytesParsed = 0 }: ParserError): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problems.headersTooLarge()
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return problems.contentTooLarge('The extensions of a chunk are too long.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problems.requestTimeout()
    case 'HPE_PAUSED_H2_UPGRADE':
      return problems.versionNotSupported('HTTP/2 is spoken over TLS only, where it is agreed on by ALPN.')
    case 'HPE_INVALID_VERSION':
      // It can be a version, other than something that is none or goes on behind one.
      if (reason === 'Invalid HTTP version') return problems.versionNotSupported(SPOKEN)
      break
    case 'HPE_INVALID_METHOD':
      // RFC 9110 section 9.1: 501 for a method that is not known, and methods are case-sensitive.
      if (namesMethod(rawPacket, bytesParsed)) return unknownMethod()
      break
  }
  return problems.badRequest('The message is not valid HTTP.')
}

/** Of versions that do not exist as well. */
const SPOKEN = 'This server speaks HTTP/1.1, and HTTP/2 over TLS.'

export function unknownMethod(): Problem {
  return problems.notImplemented('This server has no such method; the names of methods are in upper case.')
}

/** Whether the parser stopped in what can be a method, a token (RFC 9110 section 9.1), as far as it has arrived. */
function namesMethod(packet: Buffer | undefined, position: number): boolean {
  if (packet === undefined) return false
  const start = position === 0 ? 0 : packet.lastIndexOf(0x0a, position - 1) + 1
  return /^[!#$%&'*+.^_`|~\w-]+(?: |$)/.test(packet.toString('latin1', start, start + MAX_METHOD))
}

/** Characters to look at; what is a token so far is called a method even where it goes on. */
const MAX_METHOD = 64

/**
 * Answers on a connection whose next message could not be read, and closes it: where that message ends is not
 * known (RFC 9112 section 2.2).
 */
export function writeRefusal(problem: Problem, socket: Duplex): void {
  const content = JSON.stringify(toProblemDocument(problem, newRequestId()))
  const own = Object.entries(problem.headers ?? {}).map(([name, value]) => `${name}: ${value}`)
  socket.write(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(content)}`,
      'Cache-Control: no-store',
      `Date: ${new Date().toUTCString()}`,
      ...own,
      'Connection: close',
      '',
      content,
    ].join('\r\n'),
  )
  linger(socket)
}
