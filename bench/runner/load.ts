import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { RequestSpec } from './question.ts'

export interface Load {
  /** Seconds from the first request to the last answer. */
  readonly seconds: number
  /** Milliseconds of every request, in order of their answers. */
  readonly latencies: Float64Array
}

/** Connections kept open, each with one request under way at a time. */
export const CONNECTIONS = 32

/**
 * Sends `count` requests over keep-alive connections and waits for all answers.
 *
 * Written on bare sockets, and reading of an answer only its status and where it ends, so that the load
 * costs little beside the server that it measures. And it never sleeps: over loopback the kernel charges
 * the sender for waking the receiver, so a server would pay for a client that it keeps waiting - a slow
 * server at every answer, a fast one hardly ever.
 *
 * @param answers the statuses that are expected
 * @throws Error at the first answer with another one
 */
export async function load(
  port: number,
  requests: readonly RequestSpec[],
  count: number,
  answers: readonly number[] = [200],
): Promise<Load> {
  const messages = requests.map(toMessage)
  const latencies = new Float64Array(count)
  const sockets = await Promise.all(Array.from({ length: Math.min(CONNECTIONS, count) }, () => open(port)))
  const start = performance.now()
  let sent = 0
  let received = 0
  let waiting = true
  const stayAwake = () => {
    if (waiting) setImmediate(stayAwake)
  }
  stayAwake()
  try {
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise<void>((resolve, reject) => {
            let since = 0
            let pending: Buffer | undefined
            const send = () => {
              if (sent === count) return resolve()
              since = performance.now()
              socket.write(messages[sent++ % messages.length] as Buffer)
            }
            socket.on('error', reject)
            socket.on('close', () => reject(new Error('The server closed a connection.')))
            socket.on('data', (chunk: Buffer) => {
              const message = pending === undefined ? chunk : Buffer.concat([pending, chunk])
              if (!isWhole(message)) {
                pending = message
                return
              }
              pending = undefined
              latencies[received++] = performance.now() - since
              if (answers.includes(Number(message.toString('latin1', 9, 12)))) send()
              else reject(new Error(`Instead of ${answers.join(' or ')} came:\n${message.toString()}`))
            })
            send()
          }),
      ),
    )
  } finally {
    waiting = false
    for (const socket of sockets) socket.removeAllListeners('close').destroy()
  }
  return { seconds: (performance.now() - start) / 1000, latencies }
}

/** A request as it goes over the wire. */
export function toMessage({ method, path, headers, body }: RequestSpec): Buffer {
  const fields = Object.entries({
    host: 'shop.example',
    ...headers,
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  })
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`,
  )
}

/**
 * Whether a message is complete: by its Content-Length, or by the last chunk. No answer here is
 * pipelined, so nothing can follow it.
 */
export function isWhole(message: Buffer): boolean {
  const end = message.indexOf('\r\n\r\n')
  if (end === -1) return false
  const head = message.toString('latin1', 0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return message.length >= end + 4 + Number(length)
  if (/\r\ntransfer-encoding: *chunked/i.test(head))
    return message.toString('latin1').endsWith('\r\n0\r\n\r\n')
  throw new Error(`An answer does not say where it ends:\n${head}`)
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}
