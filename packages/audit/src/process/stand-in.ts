import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Headers1 } from '../wire/answer.ts'

/** How a service answers. */
export type Way =
  /** As the configuration says. */
  | 'well'
  /** Nobody listens. */
  | 'refuse'
  /** Requests are taken, and nothing is said. */
  | 'silent'
  /** Requests are taken whole, and then their connection ends with RST. */
  | 'reset'
  | {
      readonly status: number
      /** Names and values in turn. */
      readonly headers?: readonly string[]
    }

/** One request that a service got. */
export interface Call {
  readonly method: string
  /** From the slash on. */
  readonly path: string
  readonly headers: Headers1
  readonly body: Buffer
  /** When its head came, as `performance.now()` tells time. */
  readonly at: number
  /** Fires when the caller ends the connection before there is an answer. */
  readonly gone: AbortSignal
}

/** Stands in for a service that a target calls, and keeps what it is asked. */
export interface StandIn extends AsyncDisposable {
  readonly port: number
  /** Those whose content has come, in the order of their heads. */
  readonly calls: readonly Call[]
  /** The first call from now on; `undefined` where none comes within so many milliseconds. */
  readonly next: (within: number) => Promise<Call | undefined>
  /** Switches, for requests to come. Connections that are there end where nobody is to listen. */
  readonly set: (way: Way) => Promise<void>
}

/**
 * Starts one on a free port of this machine.
 *
 * @param answer what is said where all is well: a text, or JSON
 */
export async function startStandIn(answer: unknown = {}): Promise<StandIn> {
  const calls: Call[] = []
  let way: Way = 'well'
  let came = Promise.withResolvers<Call>()

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await take(request, response)
    if (call === undefined) return
    calls.push(call)
    calls.sort((one, other) => one.at - other.at)
    came.resolve(call)
    came = Promise.withResolvers()
    if (way === 'reset') request.socket.resetAndDestroy()
    else if (way === 'well') say(response, answer)
    else if (typeof way === 'object')
      response.writeHead(way.status, [...(way.headers ?? []), 'Content-Length', '0']).end()
  }
  const server = createServer((request, response) => void serve(request, response))
  server.keepAliveTimeout = 60_000
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const close = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    calls,
    async next(within) {
      let late: NodeJS.Timeout | undefined
      const over = new Promise<undefined>((resolve) => (late = setTimeout(() => resolve(undefined), within)))
      const call = await Promise.race([came.promise, over])
      clearTimeout(late)
      return call
    },
    async set(next) {
      way = next
      if (next === 'refuse') await close()
      else if (!server.listening) await listen(port)
    },
    [Symbol.asyncDispose]: close,
  }
}

/** `undefined` where the caller left before its content had come. */
async function take(request: IncomingMessage, response: ServerResponse): Promise<Call | undefined> {
  const at = performance.now()
  const gone = new AbortController()
  request.on('error', () => undefined)
  response.once('close', () => response.writableFinished || gone.abort())
  try {
    const body = Buffer.concat((await request.toArray()) as Buffer[])
    const { method = '', url = '' } = request
    return { method, path: url, headers: headersOf(request), body, at, gone: gone.signal }
  } catch {
    return undefined
  }
}

function headersOf({ rawHeaders }: IncomingMessage): Headers1 {
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  return new Headers1(names.map((name, index) => [name, rawHeaders[2 * index + 1] ?? '']))
}

function say(response: ServerResponse, answer: unknown): void {
  const isText = typeof answer === 'string'
  const content = isText ? answer : JSON.stringify(answer)
  response
    .writeHead(200, {
      'Content-Type': isText ? 'text/plain' : 'application/json',
      'Content-Length': Buffer.byteLength(content),
    })
    .end(content)
}

/**
 * An address with another place in its stead, over plain HTTP: `https://prices:8443/v1` and 4711 give
 * `http://127.0.0.1:4711/v1`, and `prices:80` gives `127.0.0.1:4711`.
 */
export function addressAt(port: number, address = ''): string {
  const host = `127.0.0.1:${port}`
  if (/^[^/:\s]+:\d+$/.test(address)) return host
  const url = URL.parse(address)
  if (url === null || url.host === '') return `http://${host}`
  const path = address.endsWith(url.pathname) ? url.pathname : ''
  return `http://${host}${path}`
}
