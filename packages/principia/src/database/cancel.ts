import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'

/** Which running backend to cancel: PostgreSQL gave both numbers when the connection was opened. */
export interface BackendKey {
  readonly processID: number
  readonly secretKey: number
}

/** Where the server is, as the connection found it. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly ssl: ConnectionOptions | undefined
}

const CANCEL_REQUEST = 80877102
const SSL_REQUEST = 80877103

/**
 * Asks the server to cancel what the backend is running: a CancelRequest, on a connection of its own
 * (PostgreSQL documentation, 54.2.8 "Canceling Requests in Progress").
 *
 * The server closes that connection only after it has signalled the backend, and a backend drops the
 * signal when it is between two statements. So once this has resolved with `true` *and* the cancelled
 * statement has been answered, the next statement on that connection is safe from a late cancel.
 *
 * @returns whether the request was delivered within `patience` milliseconds.
 */
export function requestCancel(server: ServerAddress, key: BackendKey, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(
      server.host.startsWith('/') ? { path: `${server.host}/.s.PGSQL.${server.port}` } : { ...server },
    )
    const open = new Set<Socket>([socket])
    let sent = false
    const finish = (delivered: boolean) => {
      clearTimeout(timer)
      for (const each of open) each.destroy()
      resolve(delivered)
    }
    const timer = setTimeout(finish, patience, false)
    const send = (on: Socket) => {
      on.on('error', () => undefined)
      on.on('close', () => finish(sent))
      on.resume()
      on.end(message(16, CANCEL_REQUEST, key.processID, key.secretKey), () => (sent = true))
    }
    socket.on('error', () => finish(sent))
    socket.once('connect', () => {
      const { ssl } = server
      if (ssl === undefined) return send(socket)
      socket.write(message(8, SSL_REQUEST))
      socket.once('data', (answer) => {
        if (answer.toString('latin1') !== 'S') return finish(false)
        const secured = connectTls({ ...ssl, socket, host: server.host })
        open.add(secured)
        secured.on('error', () => finish(sent))
        secured.once('secureConnect', () => send(secured))
      })
    })
  })
}

function message(length: number, ...fields: number[]): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.writeInt32BE(length, 0)
  fields.forEach((field, index) => bytes.writeInt32BE(field, 4 * (index + 1)))
  return bytes
}
