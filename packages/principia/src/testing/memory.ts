import type { IncomingMessage, Server } from 'node:http'
import { Readable, type Duplex, duplexPair } from 'node:stream'
import { request as httpRequest } from '../http/node-http.ts'

/**
 * Sends a request to a server that listens nowhere: the two ends of the connection are streams in
 * memory. Everything else is real - the parser, the pipeline, the answer's bytes.
 */
export function requestInMemory(server: Server, path: string, init: RequestInit = {}): Promise<Response> {
  const body = init.body === undefined || init.body === null ? undefined : toBytes(init.body)
  const headers = new Headers(init.headers)
  if (!headers.has('host')) headers.set('host', 'test.invalid')
  if (body !== undefined) headers.set('content-length', String(body.byteLength))
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      path,
      method: init.method ?? 'GET',
      headers: Object.fromEntries(headers),
      ...(init.signal == null ? {} : { signal: init.signal }),
      createConnection: () => connectInMemory(server),
    })
    request.on('response', (incoming) => resolve(toResponse(incoming)))
    request.on('error', reject)
    request.end(body)
  })
}

function connectInMemory(server: Server): Duplex {
  const [client, remote] = duplexPair()
  // What the HTTP server asks of a socket beyond being a stream; a pair of streams has no timeouts.
  for (const end of [client, remote]) {
    Object.assign(end, {
      setTimeout: () => end,
      setNoDelay: () => end,
      setKeepAlive: () => end,
      ref: () => end,
      unref: () => end,
    })
  }
  Object.assign(remote, { remoteAddress: '127.0.0.1', destroySoon: () => remote.end() })
  server.emit('connection', remote)
  return client
}

function toBytes(body: NonNullable<RequestInit['body']>): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  throw new TypeError('A test request takes a string or bytes as its body.')
}

const WITHOUT_CONTENT = new Set([101, 204, 205, 304])

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers()
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] as string, incoming.rawHeaders[index + 1] as string)
  }
  const status = incoming.statusCode ?? 500
  const content = WITHOUT_CONTENT.has(status)
    ? null
    : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>)
  if (content === null) incoming.resume()
  return new Response(content, { status, headers, statusText: incoming.statusMessage ?? '' })
}
