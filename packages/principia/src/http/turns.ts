import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { endAfter } from './linger.ts'

/** Requests of one connection that may wait for their turn. Browsers send none like that, other clients ten or twenty. */
const MOST_WAITING = 100

type Serve = (request: IncomingMessage, response: ServerResponse) => void

interface Waiting {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  serve: Serve
}

/** By connection, the next one first. Nearly always there are none. */
const waiting = new WeakMap<Duplex, Waiting[]>()

/**
 * Serves the requests of a connection one after the other, whoever sends several without waiting for the answers
 * (RFC 9112 section 9.3.2 lets a server serve them at the same time only where all methods are safe). So one
 * connection has one request under way, and one that reads finds what the one ahead of it has written.
 *
 * A client with too many waiting gets the answers to those that were taken, and is to send the others again: the last
 * one says that it is.
 */
export function inTurn(request: IncomingMessage, response: ServerResponse, serve: Serve): void {
  // node:http gives an answer its socket when it is the next to be written. Over HTTP/2 nothing waits for its turn.
  if (response.socket !== null) return serve(request, response)
  const { socket } = request
  const queue = waiting.get(socket) ?? []
  waiting.set(socket, queue)
  const own: Waiting = { request, response, serve }
  queue.push(own)
  if (queue.length >= MOST_WAITING) endAfter(request, response)
  response.once('socket', () => {
    queue.shift()
    own.serve(request, response)
  })
}

/** Passes over all that waits behind an answer that may have no end. */
export function dropTurns(request: IncomingMessage, response: ServerResponse): void {
  const queue = waiting.get(request.socket) ?? []
  if (queue.length === 0) return
  endAfter(request, response)
  for (const one of queue.splice(0)) {
    one.serve = () => undefined
    one.request.resume()
  }
}

/** Of the requests that wait for their turn on a connection the one that came last. */
export function lastInTurn(socket: Duplex): Waiting | undefined {
  return waiting.get(socket)?.at(-1)
}
