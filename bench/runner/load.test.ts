import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { CONNECTIONS, isWhole, load, toMessage } from './load.ts'
import type { RequestSpec } from './question.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function listen(listener: RequestListener): Promise<number> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const get: RequestSpec = { method: 'GET', path: '/', headers: {} }

test('sends every request once, in turn, over its connections', async () => {
  const bodies: string[] = []
  const sockets = new Set<unknown>()
  const port = await listen(async (request, response) => {
    sockets.add(request.socket)
    let body = ''
    for await (const chunk of request) body += String(chunk)
    bodies.push(body)
    response.end('ok')
  })
  const post = (body: string): RequestSpec => ({ method: 'POST', path: '/', headers: {}, body })
  const { latencies, seconds } = await load(port, [post('première'), post('second')], 100)
  expect(bodies.filter((body) => body === 'première')).toHaveLength(50)
  expect(bodies.filter((body) => body === 'second')).toHaveLength(50)
  expect(sockets.size).toBe(CONNECTIONS)
  expect(latencies.every((latency) => latency > 0 && latency < seconds * 1000)).toBe(true)
})

test('understands chunked answers', async () => {
  const port = await listen((_request, response) => {
    response.write('first ')
    response.end('second')
  })
  expect((await load(port, [get], 5)).latencies).toHaveLength(5)
})

test('fails at an answer that is not 200, and shows it', async () => {
  const port = await listen((_request, response) => response.writeHead(503).end('overloaded'))
  await expect(load(port, [get], 5)).rejects.toThrow(/503 Service Unavailable[^]*overloaded/)
})

test('fails when the server hangs up', async () => {
  const port = await listen((request) => request.socket.destroy())
  await expect(load(port, [get], 5)).rejects.toThrow('closed a connection')
})

test('writes a request with the length of its body in bytes', () => {
  const message = toMessage({ method: 'POST', path: '/a', headers: { accept: '*/*' }, body: 'é' })
  expect(message.toString()).toBe(
    'POST /a HTTP/1.1\r\nhost: shop.example\r\naccept: */*\r\ncontent-length: 2\r\n\r\né',
  )
})

test.each([
  ['its head is incomplete', 'HTTP/1.1 200 OK\r\nContent-Le', false],
  ['its content is incomplete', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab', false],
  ['its content is there', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc', true],
  ['its last chunk is missing', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n', false],
  [
    'its last chunk is there',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    true,
  ],
])('knows of an answer that %s', (_case, text, whole) => {
  expect(isWhole(Buffer.from(text))).toBe(whole)
})
