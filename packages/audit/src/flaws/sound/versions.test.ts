import { once } from 'node:events'
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  type OutgoingHttpHeaders,
} from 'node:http2'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect as connectSecurely, type TLSSocket } from 'node:tls'
import { expect, it, onTestFinished } from 'vitest'
import { Connection } from '../../wire/connection.ts'
import { SERVER_OPTIONS, takeRequests } from './connections.ts'
import { answerOn } from './fixtures/ask.ts'
import { createSound } from './index.ts'

/** TLS by a key that both sides know: no certificate is needed for it. */
const SHARED_KEY = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const
const KEY = Buffer.alloc(16, 1)

it('says over TLS what is for TLS alone', async () => {
  const server = createSecureServer({ ...SERVER_OPTIONS, ...SHARED_KEY, pskCallback: () => KEY })
  takeRequests(server, createSound().handler)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const socket: TLSSocket = connectSecurely({
    ...SHARED_KEY,
    host: '127.0.0.1',
    port,
    pskCallback: () => ({ psk: KEY, identity: 'test' }),
    checkServerIdentity: () => undefined,
  })
  await once(socket, 'secureConnect')
  using connection = new Connection(new URL(`https://127.0.0.1:${port}`), socket)

  await connection.write('GET https://a/live HTTP/1.1\r\nHost: a\r\n\r\n')
  const live = await answerOn(connection)
  expect([live.status, live.headers.get('strict-transport-security')]).toEqual([
    200,
    'max-age=63072000; includeSubDomains',
  ])
  const content = JSON.stringify({ user: 'ada', password: 'ada-password' })
  await connection.write(
    `POST /session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${content.length}\r\n\r\n${content}`,
  )
  const [cookie = ''] = (await answerOn(connection)).headers.all('set-cookie')
  expect(cookie).toMatch(/^__Host-session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
  await connection.write(`GET /me HTTP/1.1\r\nHost: a\r\nCookie: ${cookie.split(';')[0]}\r\n\r\n`)
  expect(await answerOn(connection)).toMatchObject({ status: 200, json: { name: 'ada' } })
  await connection.write('NONSENSE\r\n\r\n')
  expect((await answerOn(connection)).headers.has('strict-transport-security')).toBe(true)
})

it('answers over HTTP/2 as over HTTP/1.1', async () => {
  const { handler } = createSound()
  // The requests and answers of HTTP/2 are made to be used like those of HTTP/1.1.
  const server = createHttp2Server((request, response) =>
    handler(
      request as unknown as Parameters<typeof handler>[0],
      response as unknown as Parameters<typeof handler>[1],
    ),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(() => {
    session.destroy()
    server.close()
  })
  const ask = async (fields: OutgoingHttpHeaders, content?: string) => {
    const stream = session.request(fields, { endStream: content === undefined })
    if (content !== undefined) stream.end(content)
    const [head] = (await once(stream, 'response')) as [Record<string, string | number>]
    const body = (await stream.toArray()).map(String).join('')
    return { status: head[':status'], head, body }
  }
  const note = {
    ':method': 'POST',
    ':path': '/notes',
    authorization: 'Bearer ada-token',
    'content-type': 'application/json',
  }

  expect(await ask({ ':path': '/live' })).toMatchObject({ status: 200, body: '{"status":"ok"}' })
  expect(await ask({ ':path': '/large', ':method': 'HEAD' })).toMatchObject({
    status: 200,
    head: { 'content-length': '200000' },
    body: '',
  })
  expect(await ask({ ':path': '/', 'if-none-match': '*' })).toMatchObject({ status: 304, body: '' })
  expect(await ask({ ':path': '/', ':method': 'BREW' })).toMatchObject({ status: 501 })
  expect(await ask(note, '{"title":"a"}')).toMatchObject({ status: 201 })
  expect(await ask({ ...note, expect: '100-continue' }, '{"title":"a"}')).toMatchObject({ status: 201 })
  expect(await ask(note, '{"title":""}')).toMatchObject({ status: 422 })
  expect(await ask({ ...note, authorization: '' }, 'x')).toMatchObject({ status: 401 })
  expect(await ask({ ...note, 'content-length': '200000' }, 'x'.repeat(200_000))).toMatchObject({
    status: 413,
  })
  const metrics = await ask({ ':path': '/metrics' })
  expect(metrics.body).toContain('http_requests_total{method="(other)",route="/",status="501"} 1\n')
})
