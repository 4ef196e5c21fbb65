import { once } from 'node:events'
import { createServer, type ServerHttp2Stream } from 'node:http2'
import { createServer as createRawServer, type AddressInfo, type Server } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openConnection } from '../connection.ts'
import type { Http2Connection } from './connection.ts'
import { openHttp2Connection } from './open.ts'
import { data, headers, settings } from './write.ts'
import { FLAG, SETTING } from './frames.ts'

async function listen(server: Server): Promise<URL> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

async function connect(origin: URL): Promise<Http2Connection | undefined> {
  const raw = await openConnection(origin)
  onTestFinished(() => raw.destroy())
  return openHttp2Connection(raw)
}

async function connected(onStream: (stream: ServerHttp2Stream) => void): Promise<Http2Connection> {
  const server = createServer()
  server.on('stream', onStream)
  const connection = await connect(await listen(server))
  if (connection === undefined) throw new Error('It did not speak HTTP/2.')
  return connection
}

const GET = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/'],
  [':authority', 'localhost'],
] as const

it('reads what nghttp2 writes, each character', async () => {
  // Every printable character, so that each one's Huffman code is seen.
  const values = Array.from({ length: 94 }, (_, index) => String.fromCharCode(index + 33).repeat(6))
  const connection = await connected((stream) => {
    stream.respond({ ':status': 200, 'x-all': values })
    stream.end('content')
  })
  const outcome = await connection.outcome(await connection.request(GET))
  expect(connection.faults).toEqual([])
  if (outcome.kind !== 'answer') throw new Error(outcome.kind)
  expect(outcome.answer.status).toBe(200)
  expect(outcome.answer.headers.all('x-all')).toEqual(values)
  expect(outcome.answer.body.toString()).toBe('content')
})

it('sends content, and reads trailers', async () => {
  const connection = await connected((stream) => {
    stream.respond({ ':status': 200 }, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-end': 'yes' }))
    stream.pipe(stream)
  })
  const stream = connection.newStream()
  await connection.write(headers(stream, GET, FLAG.END_HEADERS), data(stream, 'echo'))
  const outcome = await connection.outcome(stream)
  if (outcome.kind !== 'answer') throw new Error(outcome.kind)
  expect(outcome.answer.body.toString()).toBe('echo')
  expect(outcome.answer.trailers?.get('x-end')).toBe('yes')
})

it('tells that a connection was given up, with the place of what did it', async () => {
  const connection = await connected(() => undefined)
  const mark = await connection.write(settings([[SETTING.ENABLE_PUSH, 2]]))
  expect(await connection.until(() => connection.goaway, 2000)).toMatchObject({ code: 1 })
  const { exchange, says } = connection.evidence(mark)
  expect(exchange.sent.subarray(mark.from, mark.to).toString('hex')).toBe('000006040000000000000200000002')
  expect(says).toContain('< GOAWAY PROTOCOL_ERROR')
})

it('tells a server that speaks another protocol', async () => {
  const origin = await listen(
    createRawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')),
  )
  expect(await connect(origin)).toBeUndefined()
})
