import type { IncomingMessage } from 'node:http'

/** Milliseconds and bytes for which a refused upload is still read after the answer. */
const LINGER_TIME = 2000
const LINGER_BYTES = 1 << 20

/**
 * Closes the connection of a request that was answered before its body had arrived so that the client
 * still sees the answer. Closing at once would reset the connection while the client is writing, and the
 * reset can overtake the answer; so our side is closed, and theirs read and thrown away for a
 * moment (RFC 9112 section 9.6).
 */
export function lingerOnClose(request: IncomingMessage): void {
  const { socket } = request
  socket.destroySoon = () => {
    const before = socket.bytesRead
    const timer = setTimeout(() => socket.destroy(), LINGER_TIME).unref()
    socket.on('data', () => {
      if (socket.bytesRead - before > LINGER_BYTES) socket.destroy()
    })
    socket.on('end', () => socket.destroy())
    socket.on('close', () => clearTimeout(timer))
    socket.end()
    socket.resume()
  }
}
