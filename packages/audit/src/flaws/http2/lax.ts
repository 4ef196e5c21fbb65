import { createServer, type RequestListener } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { rawFlaw } from '../flawed.ts'
import type { Specimen } from '../specimen.ts'
import { answerTo, overHttp1 } from './application.ts'
import type { Rule } from './rules.ts'
import { Session } from './session.ts'

/** A small HTTP/2 server that keeps the rules but for those that are named; over HTTP/1.1 it is `node:http`. */
export function laxHttp2(...lax: readonly Rule[]): Specimen {
  return bothVersions((socket) => new Session(socket, new Set(lax)).start())
}

/** One that keeps them all, also where Node's is lenient. */
export const strictHttp2: Specimen = laxHttp2()

/** The HTTP/2 of Node, which is nghttp2's. */
function nodeHttp2(onStream: (stream: ServerHttp2Stream, method: string, path: string) => void): Specimen {
  return bothVersions((socket) => {
    const server = createHttp2Server()
    server.on('stream', (stream: ServerHttp2Stream, fields) =>
      onStream(stream, fields[':method'] ?? 'GET', fields[':path'] ?? '/'),
    )
    server.on('sessionError', () => undefined)
    server.emit('connection', socket)
  })
}

/** A server that is sound over both. */
export const soundHttp2: Specimen = nodeHttp2((stream, method, path) => {
  const { status, fields, body } = answerTo(method, path)
  // A client that is gone is no failure of the server's.
  stream.on('error', () => undefined)
  stream.respond({ ...Object.fromEntries(fields), ':status': status })
  stream.end(body)
})

/** Tells HTTP/2 with prior knowledge from HTTP/1.1 by the first bytes, as servers do that speak both on one port. */
export function bothVersions(
  onHttp2: (socket: Socket) => void,
  onHttp1: RequestListener = overHttp1,
): Specimen {
  return rawFlaw((socket) => {
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null
      if (first === null) return
      socket.unshift(first)
      if (first.subarray(0, 3).toString() === 'PRI') onHttp2(socket)
      else createServer(onHttp1).emit('connection', socket)
    })
  })
}
