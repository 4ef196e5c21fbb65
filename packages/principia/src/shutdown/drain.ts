import type { ServerHttp2Session } from 'node:http2'
import { Server as NetServer, type Socket } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** A server that keeps connections, over HTTP/1.1 or HTTP/2. */
interface DrainableServer extends NetServer {
  closeIdleConnections(): void
}

/** The open connections of a server; live. */
export interface Connections {
  readonly sockets: ReadonlySet<Socket>
  /** Those over HTTP/2. */
  readonly sessions: ReadonlySet<ServerHttp2Session>
}

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
  /** Milliseconds for the rest of a request that has begun to arrive when nothing else is in flight. */
  readonly partialGrace?: number
}

/** Milliseconds for the answers to those who are given up to leave. */
const LAST_WORDS = 100

/**
 * Ends a server without failing a request that it had accepted.
 *
 * 1. Connections that the kernel has accepted are taken over, then the port is given up.
 * 2. Requests in flight are answered; each answer closes its connection. Over HTTP/2 the client is told to send no
 *    more, and what it had sent before it knew is answered.
 * 3. A connection without a request stays open for `idleGrace`, since the client may have sent one a
 *    moment ago that has not arrived; such a request is answered like any other.
 * 4. A request of which only a part has arrived has `partialGrace` for the rest: nothing of it was accepted.
 * 5. What is not done by the deadline is aborted: told so with a 503 where nothing of its answer has left yet,
 *    and cut off.
 *
 * @returns whether everything finished in time
 */
export async function drainServer(
  server: DrainableServer,
  connections: Connections,
  requests: Drainable,
  { deadline, idleGrace = 250, partialGrace = 750 }: DrainOptions,
): Promise<boolean> {
  requests.drain()
  await takeOver(server)
  for (const session of connections.sessions) announceEnd(session)
  server.on('session', announceEnd)
  // Not `server.close()`: http's own also cuts idle connections at once, which step 3 must not.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()))
  const late = new AbortController()
  const orderly = sleep(Math.min(idleGrace, deadline))
    .then(() => requests.whenIdle())
    .then(() => closeQuiet({ server, connections, requests, closed, late: late.signal, partialGrace }))
  await Promise.race([orderly, sleep(deadline, undefined, { signal: late.signal }).catch(() => undefined)])
  late.abort()
  const inTime = await isIdle(requests)
  if (!inTime) {
    requests.abort()
    await Promise.race([requests.whenIdle(), sleep(LAST_WORDS)])
  }
  for (const socket of connections.sockets) socket.destroy()
  await closed
  // Now http's own: it ends the timer that looks for slow requests.
  server.close()
  return inTime
}

/** As many wait to be accepted as `listen` is told of: 511, unless said. */
const BACKLOG = 511

/** Takes over the connections that the kernel has accepted: libuv takes one of them in each turn of the event loop. */
async function takeOver(server: NetServer): Promise<void> {
  let quiet = 0
  const onConnection = () => (quiet = 0)
  server.on('connection', onConnection)
  for (let turns = 0; turns < BACKLOG && quiet < 2; turns++) {
    quiet++
    await nextTurn()
  }
  server.off('connection', onConnection)
}

/** RFC 9113 section 7. */
const NO_ERROR = 0

/** The most that a stream's number can be. */
const LAST_STREAM = 2 ** 31 - 1

/**
 * Tells the client of an HTTP/2 connection to begin no further requests on it. That any stream may still be
 * processed is said as well, so that it does not take those for lost that are on their way (RFC 9113 section 6.8).
 */
function announceEnd(session: ServerHttp2Session): void {
  if (!session.closed) session.goaway(NO_ERROR, LAST_STREAM)
}

function isIdle(requests: Drainable): Promise<boolean> {
  return Promise.race([requests.whenIdle().then(() => true), nextTurn(false)])
}

/** Closes what is idle, again and again until nothing is left: a last request may still be under way. */
async function closeQuiet(draining: {
  server: DrainableServer
  connections: Connections
  requests: Drainable
  closed: Promise<void>
  late: AbortSignal
  partialGrace: number
}): Promise<void> {
  const { server, connections, requests, closed, late, partialGrace } = draining
  const patience = performance.now() + partialGrace
  const state = { closed: false }
  void closed.then(() => (state.closed = true))
  // Ends with the server and not with the last socket: a server may be closed while a socket's own "close" is
  // still to come, and then nothing below would wait.
  while (!state.closed && !late.aborted) {
    await requests.whenIdle()
    // While a handler held the event loop requests may have arrived unread; they come first.
    await nextTurn()
    await nextTurn()
    if (!(await isIdle(requests))) continue
    server.closeIdleConnections()
    for (const session of connections.sessions) if (!session.closed) session.close()
    for (const socket of connections.sockets) {
      // Nothing is in flight: one that never sent a byte waits for its first request, one whose writing side
      // has ended only lingers, and any other has sent a part of a request.
      const unused = socket.bytesRead === 0 || socket.writableFinished
      if (unused || performance.now() > patience) socket.destroy()
    }
    await Promise.race([closed, sleep(20)])
  }
}

/** Keeps the open connections of a server. */
export function trackConnections(server: NetServer): Connections {
  const sockets = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  })
  return { sockets, sessions }
}
