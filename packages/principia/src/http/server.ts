import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { problems, toProblemDocument, type Problem } from '../errors/index.ts'
import { newRequestId } from '../context/index.ts'
import type { Dispatcher } from './dispatch.ts'
import { isDraining, linger } from './linger.ts'
import { createServer, STATUS_CODES } from './node-http.ts'

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
      // A request without a body, such as a GET, is then complete from the beginning.
      optimizeEmptyRequests: true,
      // A missing one is refused by the dispatcher, with a problem document.
      requireHostHeader: false,
      rejectNonStandardBodyWrites: true,
    },
    dispatcher.serve,
  )
  // Beyond a count node:http would drop fields in silence; the dispatcher refuses the request instead.
  server.maxHeadersCount = 0
  // The body's reader says "100 Continue" once it is known that the body is wanted.
  server.on('checkContinue', dispatcher.serve)
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    dispatcher.refuse(request, response, problems.expectationFailed('Only "100-continue" can be expected.')),
  )
  server.on('connect', (_request, socket) => {
    refuse(
      problems.methodNotAllowed('This server is not a proxy.', { headers: { allow: SERVER_METHODS } }),
      socket,
    )
  })
  const refused = new WeakSet<Duplex>()
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // The parser complains again about each further packet of a connection that it gave up.
    if (refused.has(socket)) return
    refused.add(socket)
    const problem = whyRefused(error.code)
    if (error.code === 'ECONNRESET' || !socket.writable || isDraining(socket)) socket.destroy()
    else if (!dispatcher.breakOff(socket, error.code === 'HPE_INVALID_EOF_STATE' ? undefined : problem))
      refuse(problem, socket)
  })
  return server
}

/** What some path of the server may answer to: `Allow` where there is no path. */
const SERVER_METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'

function refuse(problem: Problem, socket: Duplex): void {
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

function whyRefused(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problems.headersTooLarge()
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return problems.contentTooLarge('The extensions of a chunk are too long.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problems.requestTimeout()
    default:
      return problems.badRequest('The message is not valid HTTP.')
  }
}
