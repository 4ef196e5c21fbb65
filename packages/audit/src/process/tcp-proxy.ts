import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What is wrong with a network. */
export type Fault =
  /** Nothing. */
  | 'none'
  /** Nobody listens; who is connected stays so. */
  | 'refuse'
  /** Each new connection ends with RST at once; who is connected stays so. */
  | 'reset'
  /** Half open: connections come about, and not a byte passes. What waits passes when it is over. */
  | 'silent'
  /** Milliseconds that each piece takes in each direction, and bytes per second of each connection in each direction. */
  | { readonly latency?: number; readonly bandwidth?: number }

/** Stands between a target and something that it needs, and knows nothing of what they say. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Connections that are open at the moment. */
  readonly connections: number
  /** When something came from where it leads to, as `performance.now()` tells time: the last thousand times. */
  readonly heard: readonly number[]
  /** Switches, for connections that are there and for those to come. */
  readonly set: (fault: Fault) => Promise<void>
  /** Ends those that are there with RST. */
  readonly cut: () => void
}

const MOST_HEARD = 1000

/** Bytes that go out at once where bandwidth is limited. */
const PIECE = 1024

/** Starts a proxy on a free port of this machine that leads to `host` and `port`. */
export async function startProxy(host: string, port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const heard: number[] = []
  const network = { fault: 'none' as Fault, changed: Promise.withResolvers<void>() }

  const change = (next: Fault) => {
    network.fault = next
    network.changed.resolve()
    network.changed = Promise.withResolvers()
  }
  const pass = async (): Promise<void> => {
    while (network.fault === 'silent') await network.changed.promise
  }
  const carry = async (from: Socket, to: Socket, note: () => void = () => undefined) => {
    try {
      // The iterator's own end would end the other direction as well.
      const chunks = from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
      for await (const chunk of chunks) {
        note()
        for (const piece of piecesOf(chunk, network.fault)) {
          await pass()
          const delay = delayOf(piece, network.fault)
          if (delay > 0) await sleep(delay)
          if (!to.write(piece)) await once(to, 'drain')
        }
      }
      await pass()
      to.end()
    } catch {
      // The other side hears of it as it happened: a connection that broke.
      to.resetAndDestroy()
    }
  }
  const hear = () => {
    heard.push(performance.now())
    if (heard.length > MOST_HEARD) heard.shift()
  }
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  }
  const join = async (near: Socket) => {
    await pass()
    const far = connect({ host, port, allowHalfOpen: true })
    keep(far)
    far.once('error', () => near.resetAndDestroy())
    await Promise.all([carry(near, far), carry(far, near, hear)])
  }
  const server = createServer({ allowHalfOpen: true }, (near) => {
    keep(near)
    if (network.fault === 'reset') {
      near.resetAndDestroy()
      return
    }
    void join(near)
  })
  const at = await listen(server, 0)

  return {
    port: at,
    get connections() {
      return sockets.size
    },
    heard,
    async set(next) {
      const refused = network.fault === 'refuse'
      change(next)
      // Closing stops listening; the connections stay.
      if (next === 'refuse' && !refused) server.close()
      if (next !== 'refuse' && refused) await listen(server, at)
    },
    cut() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    [Symbol.asyncDispose]: async () => {
      change('none')
      for (const socket of sockets) socket.destroy()
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function piecesOf(chunk: Buffer, fault: Fault): Buffer[] {
  if (typeof fault === 'string' || fault.bandwidth === undefined) return [chunk]
  const pieces = Math.ceil(chunk.length / PIECE)
  return Array.from({ length: pieces }, (_, n) => chunk.subarray(n * PIECE, (n + 1) * PIECE))
}

/** Milliseconds. */
function delayOf(piece: Buffer, fault: Fault): number {
  if (typeof fault === 'string') return 0
  const { latency = 0, bandwidth = Infinity } = fault
  return latency + (1000 * piece.length) / bandwidth
}
