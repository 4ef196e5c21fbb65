import type { EventEmitter } from 'node:events'
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Http2SecureServer } from 'node:http2'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { problems } from '../errors/index.ts'
import type { Dispatcher } from './dispatch.ts'
import { isDraining } from './linger.ts'
import { createServer } from './node-http.ts'
import { unknownMethod, whyRefused, writeRefusal, type ParserError } from './refused.ts'

export interface ServerLimits {
  /** Bytes of request line and headers together; 431 beyond it. */
  readonly headers: number
  /** Milliseconds for the headers to arrive. */
  readonly headersTimeout: number
  /** Milliseconds for the whole request to arrive; 408 beyond it. */
  readonly requestTimeout: number
  /** Milliseconds that a connection without a request stays open. */
  readonly keepAliveTimeout: number
  /** Connections at once; further ones are closed as soon as they are accepted. */
  readonly connections: number
}

export const DEFAULT_LIMITS: ServerLimits = {
  headers: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  // Longer than the 60 s after which common load balancers drop an idle connection, so that it is
  // always the balancer that closes and no request meets a closing socket.
  keepAliveTimeout: 65_000,
  // What a process with the usual 20,000 or more file descriptors can hold and still open files.
  connections: 16_000,
}

/** An HTTP/1.1 server in front of a dispatcher. */
export function createHttpServer(dispatcher: Dispatcher, limits: ServerLimits = DEFAULT_LIMITS): Server {
  const server = createServer(http1Options(limits))
  listenForHttp1(server, dispatcher)
  server.maxConnections = limits.connections
  return server
}

export function http1Options(limits: ServerLimits): ServerOptions {
  return {
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
  }
}

/**
 * Gives a server's requests to a dispatcher. What the parser refuses is answered here with a problem document,
 * since no request exists yet, and the connection is closed: where a message ends is unknown once one could not
 * be parsed (RFC 9112 section 2.2).
 */
export function listenForHttp1(server: Server | Http2SecureServer, dispatcher: Dispatcher): void {
  // Beyond a count node:http would drop fields in silence; the dispatcher refuses the request instead.
  Object.assign(server, { maxHeadersCount: 0 })
  // Its events are those of `Server`; a union of the two types has none that TypeScript could call.
  const events: EventEmitter = server
  events.on('request', dispatcher.serve)
  // The body's reader says "100 Continue" once it is known that the body is wanted.
  events.on('checkContinue', dispatcher.serve)
  events.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    dispatcher.refuse(request, response, problems.expectationFailed('Only "100-continue" can be expected.')),
  )
  events.on('connect', (request: IncomingMessage, socket: Socket | ServerResponse) => {
    if (!(socket instanceof Socket)) dispatcher.refuse(request, socket, unknownMethod())
    else if (!dispatcher.breakOff(socket, undefined)) writeRefusal(unknownMethod(), socket)
  })
  const refused = new WeakSet<Duplex>()
  events.on('clientError', (error: ParserError, socket: Socket) => {
    // The parser complains again about each further packet of a connection that it gave up.
    if (refused.has(socket)) return
    refused.add(socket)
    const problem = whyRefused(error)
    if (isBroken(error) || !socket.writable || isDraining(socket)) socket.destroy()
    else if (!dispatcher.breakOff(socket, error.code === 'HPE_INVALID_EOF_STATE' ? undefined : problem))
      writeRefusal(problem, socket)
  })
}

/** Whether it is the connection that failed, or TLS on it, and not a message: nobody can be told anything. */
function isBroken({ code = '' }: ParserError): boolean {
  return !code.startsWith('HPE_') && code !== 'ERR_HTTP_REQUEST_TIMEOUT'
}
