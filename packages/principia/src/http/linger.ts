import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** Milliseconds for which a refused upload is still read after the answer: in all, and without a byte. */
const LINGER_TIME = 10_000
const LINGER_QUIET = 2000

/**
 * Closes the connection of a request that was answered before its body had arrived, so that the client
 * still sees the answer. Closing at once would reset the connection while the client is writing, and the
 * reset can overtake the answer; so our side is closed, and theirs read and thrown away for a while (RFC
 * 9112 section 9.6).
 */
export function lingerOnClose(request: IncomingMessage): void {
  const { socket } = request
  // What node:http calls on a connection whose last answer has been written.
  socket.destroySoon = () => {
    linger(socket)
    // The body goes on through the parser, which holds back the socket while nobody reads the request.
    request.removeAllListeners('data')
    request.resume()
    request.once('end', () => socket.destroy())
  }
}

/** Ends our side of a connection and reads theirs, for nothing, until they end it or take too long. */
export function linger(socket: Duplex): void {
  const quiet = setTimeout(() => socket.destroy(), LINGER_QUIET).unref()
  const whole = setTimeout(() => socket.destroy(), LINGER_TIME).unref()
  socket.on('data', () => quiet.refresh())
  socket.on('error', () => socket.destroy())
  socket.once('end', () => socket.destroy())
  socket.once('close', () => {
    clearTimeout(quiet)
    clearTimeout(whole)
  })
  socket.end()
  socket.resume()
}

/** Bytes of an unread body that are worth reading to keep the connection. */
const SMALL_BODY = 65_536

const drained = new WeakMap<Duplex, IncomingMessage>()

/**
 * Whether the connection can be kept although the body of its request was not read: the rest is short,
 * and it is known to come. A client that waits for "100 Continue" may well not send it.
 */
export function canDrain(request: IncomingMessage): boolean {
  const { 'content-length': length, expect } = request.headers
  if (length === undefined || Number(length) > SMALL_BODY || expect !== undefined) return false
  if (request.readableFlowing !== null) return false
  // node:http itself reads what nobody took once the answer has been written.
  drained.set(request.socket, request)
  return true
}

/** Whether all that a connection still owes is a body whose request was answered already. */
export function isDraining(socket: Duplex): boolean {
  return drained.get(socket)?.complete === false
}
