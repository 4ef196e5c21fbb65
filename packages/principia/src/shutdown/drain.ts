import { Server as NetServer, type Socket } from 'node:net'
import type { Server } from 'node:http'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** What a server's requests look like from here; the dispatcher is one. */
export interface Drainable {
  readonly drain: () => void
  readonly whenIdle: () => Promise<void>
  readonly abort: () => void
}

export interface DrainOptions {
  /** Milliseconds for requests in flight to finish. After that they are given up. */
  readonly deadline: number
  /** Milliseconds that a connection without a request stays open for one that is already on its way. */
  readonly idleGrace?: number
}

/**
 * Ends a server without failing a request that it had accepted.
 *
 * 1. Connections that the kernel has accepted are taken over, then the port is given up.
 * 2. Requests in flight are answered; each answer closes its connection.
 * 3. A connection without a request stays open for `idleGrace`, since the client may have sent one a
 *    moment ago that has not arrived; such a request is answered like any other.
 * 4. What is not done by the deadline is aborted and cut off.
 *
 * @returns whether everything finished in time
 */
export async function drainServer(
  server: Server,
  sockets: ReadonlySet<Socket>,
  requests: Drainable,
  { deadline, idleGrace = 250 }: DrainOptions,
): Promise<boolean> {
  requests.drain()
  await nextTurn()
  await nextTurn()
  // Not `server.close()`: http's own also cuts idle connections at once, which step 3 must not.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()))
  const late = new AbortController()
  const orderly = sleep(idleGrace)
    .then(() => requests.whenIdle())
    .then(() => closeQuiet(server, sockets, closed, late.signal))
    .then(() => true)
  const inTime = await Promise.race([orderly, sleep(deadline, false, { ref: false })])
  late.abort()
  if (!inTime) requests.abort()
  server.closeAllConnections()
  await closed
  return inTime
}

/** Closes what is idle, again and again until nothing is left: a last request may still be under way. */
async function closeQuiet(
  server: Server,
  sockets: ReadonlySet<Socket>,
  closed: Promise<void>,
  late: AbortSignal,
): Promise<void> {
  let done = false
  void closed.then(() => (done = true))
  while (!done && !late.aborted) {
    server.closeIdleConnections()
    // A connection that never sent a byte is waiting for its first request, and none came in the grace.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    await Promise.race([closed, sleep(20)])
  }
}

/** Keeps the open connections of a server; live. */
export function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}
