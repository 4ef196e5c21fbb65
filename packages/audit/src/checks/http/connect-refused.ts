import { once } from 'node:events'
import { connect as dial, createServer, type AddressInfo, type Socket } from 'node:net'
import { check } from '../../check.ts'
import { rawFlaw } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { isLoopback } from '../../target/loopback.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

/** Milliseconds. */
const WITHIN = 1000

export const connectRefused = check({
  id: 'http/connect-refused',
  claim: 'CONNECT opens no way to other places.',
  severity: 'must',
  source: rfc(9110, '9.3.6'),
  mend: {
    general:
      'Only a proxy that was meant as one answers CONNECT with success, to callers and places that it was told. Anything else lends its address to strangers, and its way into the inner network.',
    stacks: {
      nginx: 'answers 405 by itself',
      'node:http': "remove the listener for 'connect', or check who calls and where to",
      Apache: 'ProxyRequests Off',
    },
  },
  async run({ connect, signal }) {
    // The proof is a connection that arrives: servers answer 200 to CONNECT and open nothing.
    const place = createServer()
    place.listen(0, '127.0.0.1')
    await once(place, 'listening', { signal })
    try {
      const { port } = place.address() as AddressInfo
      const arrived = once(place, 'connection', {
        signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN)]),
      })
      const came = arrived.then(
        ([socket]: Socket[]) => {
          socket?.destroy()
          return true
        },
        () => false,
      )
      const connection = await connect()
      const to = `127.0.0.1:${port}`
      await connection.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`)
      const answer = await connection.next('HEAD', WITHIN)
      if (answer === undefined || answer.status < 200 || answer.status > 299) return passed()
      if (await came)
        return failed(
          `CONNECT ${to} was answered with ${statusLine(answer)}, and a connection came there.`,
          connection.exchange,
          STATUS,
        )
      return isLoopback(connection.origin.hostname)
        ? passed('It answers CONNECT with success, and opens nothing.')
        : inconclusive('It answers CONNECT with success; from another machine nobody sees what it opens.')
    } finally {
      place.close()
    }
  },
  flaw: rawFlaw((socket) => {
    socket.once('data', (bytes) => {
      const port = /^CONNECT 127\.0\.0\.1:(\d+) /.exec(bytes.toString())?.[1]
      if (port === undefined) socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
      else tunnel(socket, Number(port))
    })
  }),
})

function tunnel(socket: Socket, port: number): void {
  const other = dial({ host: '127.0.0.1', port }, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    socket.pipe(other).pipe(socket)
  })
  other.on('error', () => socket.destroy())
}
