import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What a hostile peer does with a connection; it is over when the server, or the patience, ends it. */
type Attack = (socket: Socket) => void

const NEXT = 'GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n'
const post = (...fields: string[]) =>
  ['POST /orders HTTP/1.1', 'Host: test', 'Content-Type: application/json', ...fields, '', ''].join('\r\n')
const hello = 'GET /hello/x HTTP/1.1\r\nHost: test\r\n\r\n'

/** Each ends in one answer at most, and never in one to what is hidden behind it. */
const framings = [
  post('Content-Length: 2', 'Content-Length: 60'),
  post('Content-Length: 5', 'Transfer-Encoding: chunked') + '0\r\n\r\n',
  post('Transfer-Encoding: xchunked') + '0\r\n\r\n',
  post('Transfer-Encoding: identity, chunked') + '0\r\n\r\n',
  post('Transfer-Encoding : chunked') + '0\r\n\r\n',
  post('Transfer-Encoding: chunked') + '+2\r\n{}\r\n0\r\n\r\n',
  post('Transfer-Encoding: chunked') + '2\n{}\r\n0\r\n\r\n',
  'GET /hello/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'GET /hello/x HTTP/1.1\r\n Host: a\r\n\r\n',
  'GET /hello/x HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n',
]

/** Writes a little, again and again, for as long as the connection lasts. */
function drip(socket: Socket, start: string, drop: string): void {
  socket.write(start)
  const timer = setInterval(() => socket.write(drop), 200)
  socket.once('close', () => clearInterval(timer))
}

/** Writes as much as the server takes. */
function flood(socket: Socket, start: string, piece: string): void {
  socket.write(start)
  const more = () => {
    while (socket.writable && socket.write(piece));
  }
  socket.on('drain', more)
  more()
}

const attacks: readonly Attack[] = [
  (socket) => drip(socket, 'GET /hello/x HTTP/1.1\r\nHost: test\r\nX: ', 'x'),
  (socket) => drip(socket, post('Content-Length: 90000'), ' '),
  (socket) => drip(socket, post('Transfer-Encoding: chunked'), '1\r\n \r\n'),
  (socket) => void socket.write(post('Content-Length: 9000') + '{"email":', () => socket.resetAndDestroy()),
  (socket) => void socket.write(post('Content-Length: 9000') + '{"email":', () => socket.destroy()),
  (socket) => void socket.end(post('Content-Length: 9000') + '{"email":'),
  (socket) => void socket.end(hello.repeat(3)),
  (socket) => void socket.write(hello, () => socket.resetAndDestroy()),
  (socket) => void socket.write(hello.repeat(200), () => socket.resetAndDestroy()),
  (socket) => flood(socket, 'GET /hello/x HTTP/1.1\r\nHost: test\r\n', `X: ${'x'.repeat(1000)}\r\n`),
  (socket) => flood(socket, post('Transfer-Encoding: chunked'), `400\r\n${'x'.repeat(1024)}\r\n`),
  (socket) => flood(socket, post('Content-Length: 99999999'), 'x'.repeat(8192)),
  (socket) => flood(socket, '', hello),
  (socket) => void socket.write(Buffer.from(crypto.getRandomValues(new Uint8Array(4096)))),
  (socket) => void socket.write(`${'A'.repeat(50_000)} / HTTP/1.1\r\n\r\n`),
  (socket) => void socket.write('GET /large HTTP/1.1\r\nHost: test\r\n\r\n', () => socket.pause()),
  (socket) => void socket.write('GET /stream/999 HTTP/1.1\r\nHost: test\r\n\r\n', () => socket.destroy()),
  () => undefined,
  ...framings.map(
    (framing): Attack =>
      (socket) =>
        void socket.write(framing + NEXT),
  ),
]

/** Milliseconds after which a peer gives up what the server lets it do. */
const PATIENCE = 8000

/**
 * As many hostile peers as `peers`, each making connection after connection until `signal` fires.
 *
 * @returns how many connections they made
 */
export async function attack(port: number, peers: number, signal: AbortSignal): Promise<number> {
  let connections = 0
  const peer = async () => {
    while (!signal.aborted) {
      const act = attacks[connections++ % attacks.length]
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.on('error', () => undefined)
      socket.once('end', () => socket.end())
      const timer = setTimeout(() => socket.destroy(), PATIENCE)
      const stop = () => socket.destroy()
      signal.addEventListener('abort', stop)
      await Promise.race([once(socket, 'connect'), closed]).catch(() => undefined)
      socket.resume()
      act?.(socket)
      await closed
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
  }
  await Promise.all(Array.from({ length: peers }, peer))
  return connections
}
