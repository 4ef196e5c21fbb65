import { once } from 'node:events'
import { createServer, type RequestListener, type ServerOptions } from 'node:http'
import { createServer as createSecuredServer, type ServerOptions as SecuredOptions } from 'node:https'
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { AuditConfig } from '../target/config.ts'
import { SERVER_OPTIONS, takeRequests } from './sound/connections.ts'
import type { RunningServer } from './specimen.ts'

/** Serves a handler on a free port of this machine. */
export function serveHandler(
  handler: RequestListener,
  config: AuditConfig = {},
  options: ServerOptions = {},
): Promise<RunningServer> {
  return listen(createServer(options, handler), config)
}

/** Serves a handler as the sound server is served: with its limits, and its answers to what is no request. */
export function serveSound(handler: RequestListener, config: AuditConfig): Promise<RunningServer> {
  const server = createServer(SERVER_OPTIONS)
  takeRequests(server, handler)
  return listen(server, config)
}

/** Serves a handler over https. */
export function serveSecured(
  handler: RequestListener,
  config: AuditConfig,
  options: SecuredOptions,
): Promise<RunningServer> {
  const server = createSecuredServer(options, handler)
  // A handshake that fails is the client's to notice.
  server.on('tlsClientError', () => undefined)
  return listen(server, config, 'https')
}

/** Serves connections, byte by byte. */
export function serveRaw(
  onConnection: (socket: Socket) => void,
  config: AuditConfig = {},
  scheme?: 'http' | 'https',
): Promise<RunningServer> {
  return listen(createRawServer({ allowHalfOpen: true }, onConnection), config, scheme)
}

/** @param scheme of its address */
async function listen(server: Server, config: AuditConfig, scheme = 'http'): Promise<RunningServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    // A client that is gone is no failure of the server's.
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    config,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
