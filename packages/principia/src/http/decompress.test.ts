import { buffer } from 'node:stream/consumers'
import {
  brotliCompressSync,
  constants,
  createZstdCompress,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { app, ndjson, route, stream, t } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'

const Note = t.Object({ text: t.String() })
const routes = [
  route('POST /note', { access: 'public', body: Note, bodyLimit: 1000 }, ({ body }) => body.text.length),
  route('POST /lines', { access: 'public', body: ndjson(Note), bodyLimit: 1000 }, async ({ body }) => {
    let size = 0
    for await (const { text } of body) size += text.length
    return size
  }),
  route('POST /unread', { access: 'public', body: stream(), bodyLimit: 1000 }, () => 'unread'),
  route('POST /plain', { access: 'public', decompress: false, body: Note }, ({ body }) => body.text.length),
]
const notes = { decompress: true, routes }
let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet(notes)
})
afterAll(() => server.stop())

const note = (size: number) => Buffer.from(JSON.stringify({ text: 'x'.repeat(size) }))
const send = async (coding: string, body: Uint8Array, path = '/note') => {
  await using api = await testApp(app({ name: 'notes', ...notes }))
  return api.request('POST', path, {
    headers: {
      'content-type': path === '/lines' ? 'application/x-ndjson' : 'application/json',
      'content-encoding': coding,
    },
    body: Uint8Array.from(body),
  })
}

const CODINGS: readonly [coding: string, compress: (bytes: Buffer) => Uint8Array][] = [
  ['gzip', gzipSync],
  ['GZIP', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['identity', (bytes) => bytes],
]

it.each(CODINGS)('a body in %s is read', async (coding, compress) => {
  expect(await (await send(coding, compress(note(900)))).json()).toBe(900)
  expect(await (await send(coding, compress(note(900)), '/lines')).json()).toBe(900)
})

it.each(CODINGS.slice(0, -1))('what comes out of %s counts against the limit', async (coding, compress) => {
  const bomb = compress(note(50_000_000))
  const answer = await send(coding, bomb.byteLength < 1000 ? bomb : compress(note(20_000)))
  expect(answer.status).toBe(413)
  expect((await send(coding, compress(note(20_000)), '/lines')).status).toBe(413)
})

it.each(CODINGS.slice(0, -1))('a body that is not %s is refused', async (coding, compress) => {
  for (const body of [note(10), compress(note(500)).subarray(0, 20), compress(note(500)).subarray(0, -1)]) {
    const answer = await send(coding, body)
    expect([answer.status, await answer.json()]).toMatchObject([400, { type: '/problems/malformed-body' }])
  }
})

it.each([
  [23, 200],
  [24, 400],
  [27, 400],
])('a body in zstd with a window of 2^%i bytes is answered with %i', async (windowLog, status) => {
  const params = { [constants.ZSTD_c_windowLog]: windowLog, [constants.ZSTD_c_contentSizeFlag]: 0 }
  // A frame of which the compressor sees the size makes do with less.
  const compress = createZstdCompress({ params })
  compress.write(note(900))
  compress.end()
  expect((await send('zstd', await buffer(compress))).status).toBe(status)
})

it.each([
  ['/note', 'compress', 'gzip, deflate, br, zstd'],
  ['/note', 'gzip, gzip', 'gzip, deflate, br, zstd'],
  ['/note', 'constructor', 'gzip, deflate, br, zstd'],
  ['/plain', 'gzip', 'identity'],
])('a body to %s in %s is refused, and told what is taken', async (path, coding, accepted) => {
  const answer = await send(coding, gzipSync(note(10)), path)
  expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, accepted])
})

it('a compressed body that stops in the middle, or that nobody reads, harms nobody', async () => {
  const head = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n`
  const left = await exchange(server.port, (socket) => {
    socket.write(head('/note'))
    socket.end(gzipSync(note(900)).subarray(0, 15))
  })
  expect(left.hung).toBe(false)
  const unread = await exchange(server.port, `${head('/unread')}not gzip at all`)
  expect(unread.answers[0]?.status).toBe(200)
  expect((await fetch(`${server.url}/note`, { method: 'POST', body: note(1) as never })).status).toBe(415)
})
