import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { holdContent } from './expectations.ts'
import { refuseConnection, refusalOf, type ClientError } from './refuse-connection.ts'

/** Limits of a server that no client can hold up, in milliseconds and bytes. */
export const SERVER_OPTIONS: ServerOptions = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  // How soon a client that is too slow is noticed.
  connectionsCheckingInterval: 500,
  // Longer than proxies keep connections that are idle, so that it is they who close them.
  keepAliveTimeout: 65_000,
  // More than is accepted, so that what is refused is understood well enough to say why.
  maxHeaderSize: 32 * 1024,
  requireHostHeader: false,
}

/** Milliseconds that a connection may stand still while an answer is on its way. */
const STILL = 10_000
/** Milliseconds in which a client may still send when its connection is about to end. */
const LINGER = 1000

/**
 * Has a server answer its requests with a handler, and also those that never become requests: bad syntax, clients that
 * are too slow, fields that are too long, CONNECT.
 */
export function takeRequests(
  server: Server,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  /** Connections that end, and on which nothing more is done (RFC 9112 section 9.6). */
  const ending = new WeakSet<Duplex>()
  const open = new WeakMap<Duplex, Set<ServerResponse>>()
  const take = (request: IncomingMessage, response: ServerResponse) => {
    if (ending.has(request.socket)) return
    const responses = open.get(request.socket) ?? new Set()
    open.set(request.socket, responses.add(response))
    response.once('close', () => responses.delete(response))
    handler(request, response)
  }
  const refuse = (socket: Duplex, status: number, detail: string) => {
    ending.add(socket)
    refuseConnection(socket, status, detail)
    destroyLater(socket)
  }
  server.timeout = STILL
  // A client that has said its all still waits for its answer. Node's types do not know it.
  Object.assign(server, { httpAllowHalfOpen: true })
  // Fields beyond the number would be dropped without a word.
  server.maxHeadersCount = 0
  server.on('connection', (socket: Socket) => {
    // In place of ending and destroying at once, which makes a client that still sends lose the answer.
    socket.destroySoon = () => {
      ending.add(socket)
      socket.end()
      destroyLater(socket)
    }
  })
  server.on('request', take)
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    holdContent(request, response)
    take(request, response)
  })
  server.on('checkExpectation', take)
  server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
    refuse(socket, 501, 'This is no proxy.'),
  )
  server.on('clientError', (error: ClientError, socket: Duplex) => {
    if (ending.has(socket)) return
    const responses = [...(open.get(socket) ?? [])]
    const broken = responses.find(({ req }) => !req.complete)
    if (error.code === 'ECONNRESET' || !socket.writable || broken?.headersSent === true) {
      socket.destroy()
      return
    }
    // Those before it are answered first, or the refusal would be taken for their answer (RFC 9112 section 9.3.2).
    const before = responses.findLast(({ req }) => req.complete)
    const { status, detail } = refusalOf(error)
    if (before === undefined) refuse(socket, status, detail)
    else before.once('close', () => refuse(socket, status, detail))
  })
}

function destroyLater(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), LINGER)
  socket.once('close', () => clearTimeout(timer))
}
