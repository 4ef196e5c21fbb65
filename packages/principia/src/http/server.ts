import { createServer, STATUS_CODES, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { problems, toProblemDocument, type Problem } from '../errors/index.ts'
import { newRequestId } from '../context/index.ts'
import type { Dispatcher } from './dispatch.ts'

export interface ServerLimits {
  /** Bytes of request line and headers together; 431 beyond it. */
  readonly headers: number
  /** Milliseconds for the headers to arrive. */
  readonly headersTimeout: number
  /** Milliseconds for the whole request to arrive; 408 beyond it. */
  readonly requestTimeout: number
  /** Milliseconds that a connection without a request stays open. */
  readonly keepAliveTimeout: number
}

export const DEFAULT_LIMITS: ServerLimits = {
  headers: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  // Longer than the 60 s after which common load balancers drop an idle connection, so that it is
  // always the balancer that closes and no request meets a closing socket.
  keepAliveTimeout: 65_000,
}

/**
 * An HTTP/1.1 server in front of a dispatcher. What the parser refuses is answered here with a problem
 * document, since no request exists yet, and the connection is closed: where a message ends is
 * unknown once one could not be parsed (RFC 9112 section 2.2).
 */
export function createHttpServer(dispatcher: Dispatcher, limits: ServerLimits = DEFAULT_LIMITS): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headers,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      keepAliveTimeout: limits.keepAliveTimeout,
      connectionsCheckingInterval: 1000,
      requireHostHeader: true,
      rejectNonStandardBodyWrites: true,
    },
    dispatcher.serve,
  )
  server.maxHeadersCount = 200
  // The body's reader says "100 Continue" once it is known that the body is wanted.
  server.on('checkContinue', dispatcher.serve)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket))
  return server
}

function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = whyRefused(error.code)
  const content = JSON.stringify(toProblemDocument(problem, newRequestId()))
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(content)}`,
      `Date: ${new Date().toUTCString()}`,
      'Connection: close',
      '',
      content,
    ].join('\r\n'),
    // What is still on its way is not read; the client has had its answer.
    () => socket.destroy(),
  )
}

function whyRefused(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return problems.headersTooLarge()
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problems.requestTimeout()
  return problems.badRequest('The message is not valid HTTP.')
}
