import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { media, route } from '../index.ts'
import { nextRecord, startQuiet, targetRoutes } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'

const hello = 'GET /hello HTTP/1.1\r\nHost: test\r\n\r\n'

async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

it('connections beyond the limit are closed at once, and one that ends makes room', async () => {
  await using server = await startQuiet({ routes: targetRoutes }, { limits: { connections: 2 } })
  const [first] = [await connected(server.port), await connected(server.port)]
  expect(await exchange(server.port, hello)).toMatchObject({ answers: [], closed: true })
  first.destroy()
  await once(first, 'close')
  // The server learns of it in its own time.
  let answered = 0
  while (answered === 0) answered = (await exchange(server.port, hello)).answers.length
})

it.concurrent('a connection without a request ends after a while', async () => {
  await using server = await startQuiet(
    { routes: targetRoutes },
    { limits: { keepAliveTimeout: 100, headersTimeout: 500 } },
  )
  const { answers, closed } = await exchange(server.port, hello, { untilClosed: true })
  expect([answers.map(({ status }) => status), closed]).toEqual([[200], true])
})

it.concurrent('a client that does not read its answer loses it in the end', async () => {
  const large = route(
    'GET /large',
    { access: 'public', timeout: 50, responses: { 200: media('application/octet-stream') } },
    () => Buffer.alloc(30_000_000),
  )
  await using server = await startQuiet({ routes: [large] })
  const recorded = nextRecord(server)
  const socket = await connected(server.port)
  socket.write('GET /large HTTP/1.1\r\nHost: test\r\n\r\n')
  expect(await recorded).toMatchObject({ status: 200, aborted: true })
  socket.destroy()
})

it.concurrent('a client that reads slowly gets its whole answer, and the connection is kept', async () => {
  const large = route(
    'GET /large',
    { access: 'public', timeout: 50, responses: { 200: media('application/octet-stream') } },
    () => Buffer.alloc(20_000_000, 'x'),
  )
  await using server = await startQuiet({ routes: [large, ...targetRoutes] })
  const socket = await connected(server.port)
  socket.write('GET /large HTTP/1.1\r\nHost: test\r\n\r\n')
  let received = 0
  // Long enough for the deadline to pass in the middle.
  const begun = performance.now()
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    received += chunk.length
    if (received > 5_000_000) while (performance.now() - begun < 300) await nextTurn()
    if (received > 20_000_000) break
  }
  expect(received).toBeGreaterThan(20_000_000)
  socket.destroy()
})

it('connections of any kind leave no handle behind', async () => {
  await using server = await startQuiet(
    { routes: targetRoutes },
    { limits: { headersTimeout: 300, requestTimeout: 600, keepAliveTimeout: 300 } },
  )
  const open = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
  const before = open()
  const ends: ((socket: Socket) => void)[] = [
    (socket) => socket.destroy(),
    (socket) => socket.resetAndDestroy(),
    (socket) => void socket.end(hello),
    (socket) =>
      void socket.write('POST /any HTTP/1.1\r\nHost: test\r\nContent-Length: 99\r\n\r\n{', () =>
        socket.destroy(),
      ),
    (socket) => void socket.write('GARBAGE\r\n\r\n'),
    (socket) => void socket.write('GET /hello HTTP/1.1\r\nHost:'),
    (socket) => void socket.write(`${hello.repeat(20)}GET /hello HTTP/1.2\r\n\r\n`),
    () => undefined,
  ]
  const sockets = await Promise.all(Array.from({ length: 160 }, () => connected(server.port)))
  const closed = sockets.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve)))
  // Those that are half open from here close when the server's half does.
  for (const socket of sockets) socket.once('end', () => socket.end())
  for (const [index, socket] of sockets.entries()) ends[index % ends.length]?.(socket)
  await Promise.all(closed)
  await server.booted.dispatcher.whenIdle()
  while (open() > before) await nextTurn()
  expect(server.booted.dispatcher.inFlight()).toBe(0)
})
