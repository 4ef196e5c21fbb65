import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { cancelUpload, HTTP2_CODES, streamOf } from './http2-stream.ts'

/** Milliseconds for which a refused upload is still read after the answer: in all, and without a byte. */
const LINGER_TIME = 10_000
const LINGER_QUIET = 2000

/**
 * Connections whose last answer has been decided on. Nearly always there are none, and asking costs nothing.
 */
const ended = new Map<Duplex, number>()

/** Requests behind the last answer that are passed over, until their connection is cut off. */
const MOST_IGNORED = 200

/**
 * Makes the answer to this request the last one on its connection: what was sent behind the request is not
 * even looked at (RFC 9112 section 9.6 forbids it).
 */
export function endAfter(request: IncomingMessage, response: ServerResponse): void {
  // Over HTTP/2 requests do not follow one another; a connection ends with a GOAWAY frame.
  if (streamOf(request) !== undefined) return
  const { socket } = request
  response.shouldKeepAlive = false
  if (ended.has(socket)) return
  ended.set(socket, 0)
  socket.once('close', () => ended.delete(socket))
}

/**
 * Whether a request asks to go on in another protocol. node:http reads such a message as one request, as it may
 * (RFC 9110 section 7.8), but then drops what came behind it in the same packet and goes on with the next.
 */
export function wantsUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade !== undefined && /\bupgrade\b/i.test(headers.connection ?? '')
}

/**
 * Whether the last answer on the connection of this request was that to an earlier one. Such a request is passed over:
 * its body is let by, so that the end of the connection behind it is seen, and a flood of them ends the connection.
 */
export function passOver(request: IncomingMessage): boolean {
  if (ended.size === 0) return false
  const { socket } = request
  const ignored = ended.get(socket)
  if (ignored === undefined) return false
  request.resume()
  ended.set(socket, ignored + 1)
  if (ignored >= MOST_IGNORED) socket.destroy()
  return true
}

/** Closes the connection of a request, or its stream, as it is. */
export function cutOff(request: IncomingMessage): void {
  const stream = streamOf(request)
  if (stream === undefined) request.socket.destroy()
  else stream.close(HTTP2_CODES.cancel)
}

/** Milliseconds in which a client that has an answer waiting for it reads some of it, and all of it. */
const READ_QUIET = 5000
const READ_TIME = 60_000

/** Closes the connection, or the stream, of a client that does not read its answer any more, or only by drops. */
export function closeUnread(request: IncomingMessage, response: ServerResponse): void {
  const stream = streamOf(request)
  const cancel = () => cutOff(request)
  const whole = setTimeout(cancel, READ_TIME).unref()
  response.once('close', () => clearTimeout(whole))
  if (stream !== undefined) {
    stream.setTimeout(READ_QUIET, cancel)
    return
  }
  // An answer that waits for its turn behind another one has no socket yet.
  const { socket } = response
  socket?.setTimeout(READ_QUIET)
  // Before node:http begins to count the time until the next request.
  response.prependOnceListener('finish', () => socket?.setTimeout(0))
}

/**
 * Leaves a body that is still on its way: where the rest is short it is read, otherwise nothing more is, once
 * the answer has been written.
 */
export function leaveBody(request: IncomingMessage, response: ServerResponse): void {
  const stream = streamOf(request)
  if (stream !== undefined) cancelUpload(stream)
  else if (!canDrain(request)) lingerOnClose(request, response)
}

/**
 * Closes the connection of a request that was answered before its body had arrived, so that the client
 * still sees the answer. Closing at once would reset the connection while the client is writing, and the
 * reset can overtake the answer; so our side is closed, and theirs read and thrown away for a while (RFC
 * 9112 section 9.6).
 */
export function lingerOnClose(request: IncomingMessage, response: ServerResponse): void {
  if (streamOf(request) !== undefined) return
  const { socket } = request
  endAfter(request, response)
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
function canDrain(request: IncomingMessage): boolean {
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
