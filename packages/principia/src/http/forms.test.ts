import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { app, bytes, media, multipart, ndjson, reply, route, stream, t, text } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { nextRecord, startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'

const Row = t.Object({ id: t.Integer(), tag: t.String({ default: 'none' }) })

/** What handlers that wait for something tell the tests. */
const heard = { lines: 0, received: 0 }
const paused = Promise.withResolvers<void>()
let failed = Promise.withResolvers<unknown>()

const routes = [
  route(
    'POST /text',
    {
      access: 'public',
      body: text('text/plain', 'text/markdown'),
      responses: { 200: media('text/plain; charset=utf-8') },
    },
    ({ body }) => body.toUpperCase(),
  ),
  route(
    'POST /bytes',
    { access: 'public', body: bytes('image/*'), responses: { 200: media('image/png') } },
    ({ body }) => Buffer.concat([body, body]),
  ),
  route('POST /any', { access: 'public', body: bytes() }, ({ body }) => body.length),
  route('POST /stream', { access: 'public', body: stream(), bodyLimit: 100_000 }, async ({ body }) => {
    let size = 0
    for await (const chunk of body) size += (chunk as Buffer).length
    return size
  }),
  route('POST /unread', { access: 'public', body: stream(), bodyLimit: 10_000_000 }, () => 'not read'),
  route(
    'POST /echo',
    { access: 'public', body: stream(), responses: { 200: media('text/plain') } },
    ({ body }) => body,
  ),
  route('POST /slow', { access: 'public', body: stream(), bodyLimit: 2 ** 30 }, async (context) => {
    const { body } = context
    const { request } = context as unknown as { request: IncomingMessage }
    await Promise.all([once(request, 'pause'), once(body, 'readable')])
    heard.received = request.socket.bytesRead
    paused.resolve()
    try {
      await body.resume().toArray()
    } catch (error) {
      failed.resolve(error)
    }
  }),
  route('POST /rows', { access: 'public', body: ndjson(Row, { maxLine: 200 }) }, async ({ body }) => {
    const rows = []
    for await (const row of body) {
      heard.lines++
      rows.push(row)
    }
    return rows
  }),
  route('GET /rows', { access: 'public', responses: { 200: ndjson(Row) } }, async function* () {
    yield { id: 1, tag: 'a\nb', secret: 'hunter2' }
    yield { id: 2, tag: 'c' }
  }),
  route('GET /list', { access: 'public', responses: { 200: ndjson(Row) } }, () => [{ id: 1, tag: 'a' }]),
  route('GET /broken', { access: 'public', responses: { 200: ndjson(Row) } }, async function* () {
    yield { id: 1, tag: 'a' }
    yield { id: 'x' } as never
  }),
  route(
    'GET /endless',
    { access: 'public', responses: { 200: ndjson(Row) }, timeout: Infinity },
    async function* () {
      try {
        for (let id = 0; ; id++) {
          heard.lines = id
          yield { id, tag: 'x'.repeat(10_000) }
        }
      } finally {
        failed.resolve('given up')
      }
    },
  ),
  route('GET /wrong', { access: 'public', responses: { 200: media('text/plain') } }, () => 5 as never),
]
const forms = app({ name: 'forms', routes })
let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())

const send = async (path: string, body: string | Uint8Array<ArrayBuffer>, type?: string) => {
  await using api = await testApp(forms)
  return api.request('POST', path, { body, headers: type === undefined ? {} : { 'content-type': type } })
}

describe('text and bytes', () => {
  it('are taken and given as they are', async () => {
    const answer = await send('/text', 'straße', 'text/markdown; charset=utf-8')
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual([
      'text/plain; charset=utf-8',
      'STRASSE',
    ])
    const image = await send('/bytes', Uint8Array.of(1, 0, 255), 'image/webp')
    expect([image.headers.get('content-type'), await image.bytes()]).toEqual([
      'image/png',
      Uint8Array.of(1, 0, 255, 1, 0, 255),
    ])
    expect(await (await send('/any', 'abc')).json()).toBe(3)
    expect(await (await send('/any', '')).json()).toBe(0)
  })

  it.each([
    ['/text', 'x', 'application/json', 415],
    ['/text', 'x', undefined, 415],
    ['/text', 'x', 'text/plain; charset=utf-16', 415],
    ['/text', Uint8Array.of(0xff), 'text/plain', 400],
    ['/text', 'a\0b', 'text/plain', 400],
    ['/bytes', 'x', 'video/mp4', 415],
    ['/bytes', 'x', 'imagery/png', 415],
  ])('to %s: %s as %s is refused with %i', async (path, body, type, status) => {
    expect((await send(path, body, type)).status).toBe(status)
  })

  it('are what the handler has to give where it declares them', async () => {
    await using api = await testApp(forms)
    expect((await api.get('/wrong')).status).toBe(500)
  })
})

describe('a stream', () => {
  it('brings the body as it comes', async () => {
    expect(await (await send('/stream', 'x'.repeat(100_000), 'video/mp4')).json()).toBe(100_000)
    expect(await (await send('/stream', '')).json()).toBe(0)
  })

  it.each([
    ['announced', `Content-Length: 100001\r\n\r\n${'x'.repeat(100_001)}`],
    ['in chunks', `Transfer-Encoding: chunked\r\n\r\n186a1\r\n${'x'.repeat(100_001)}\r\n0\r\n\r\n`],
  ])('of more than the limit, %s, fails with a 413', async (_how, rest) => {
    const { answers } = await exchange(server.port, `POST /stream HTTP/1.1\r\nHost: a\r\n${rest}`)
    expect(answers[0]?.status).toBe(413)
  })

  it('can go straight back to the client', async () => {
    const body = 'x'.repeat(500_000)
    expect(await (await fetch(`${server.url}/echo`, { method: 'POST', body })).text()).toBe(body)
  })

  it('may be left unread', async () => {
    const { answers, closed } = await exchange(
      server.port,
      `POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(100_000)}`,
      { untilClosed: true },
    )
    expect([answers[0]?.status, closed]).toEqual([200, true])
  })

  it('that nobody reads makes the client wait, and fails when it is read and the client has left', async () => {
    failed = Promise.withResolvers()
    const record = nextRecord(server)
    const socket = connect(server.port, '127.0.0.1')
    socket.write('POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n')
    socket.write(Buffer.alloc(20_000_000))
    await paused.promise
    expect(heard.received).toBeLessThan(1_000_000)
    socket.destroy()
    expect(await failed.promise).toMatchObject({ name: 'ClientGone' })
    expect(await record).toMatchObject({ aborted: true, status: 499 })
  })
})

describe('newline-delimited JSON', () => {
  it('is read line by line, validated, with defaults', async () => {
    const answer = await send('/rows', '{"id":1}\r\n\n{"id":2,"tag":"b"}', 'application/x-ndjson')
    expect(await answer.json()).toEqual([
      { id: 1, tag: 'none' },
      { id: 2, tag: 'b' },
    ])
    expect(await (await send('/rows', '', 'application/jsonl')).json()).toEqual([])
  })

  it.each([
    ['a line that is not valid', '{"id":1}\n{"id":"x","y":1}\n', 422, '/1/'],
    ['a line that is no JSON', '{"id":1}\n{"id"\n', 400, 'Line 2'],
    ['a member given twice', '{"id":1,"id":2}\n', 400, '/id'],
    ['a line that is too long', `{"id":1,"tag":"${'x'.repeat(300)}"}`, 413, '200'],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22, 0x0a), 400, 'UTF-8'],
  ])('with %s is refused', async (_what, body, status, why) => {
    const answer = await send('/rows', body, 'application/x-ndjson')
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(why)])
  })

  it('reaches the handler while the client is still sending', async () => {
    heard.lines = 0
    const arrived = Promise.withResolvers<void>()
    const body = Readable.from(
      (async function* () {
        yield '{"id":1}\n{"id":'
        while (heard.lines === 0) await new Promise(setImmediate)
        arrived.resolve()
        yield '2}\n'
      })(),
    )
    const answer = await fetch(`${server.url}/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: Readable.toWeb(body) as ReadableStream,
      duplex: 'half',
    })
    await arrived.promise
    expect(await answer.json()).toHaveLength(2)
  })

  it('is written line by line, with what is declared', async () => {
    await using api = await testApp(forms)
    const answer = await api.get('/rows')
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual([
      'application/x-ndjson',
      '{"id":1,"tag":"a\\nb"}\n{"id":2,"tag":"c"}\n',
    ])
    expect(await (await api.get('/list')).text()).toBe('{"id":1,"tag":"a"}\n')
  })

  it('breaks off where an item does not fit', async () => {
    // Whether the head or the end of the connection is seen first is up to the network.
    const read = async () => (await fetch(`${server.url}/broken`)).text()
    await expect(read()).rejects.toThrow(TypeError)
  })

  it('is made no faster than the client reads, and given up when the client leaves', async () => {
    failed = Promise.withResolvers()
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET /endless HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'readable')
    // It has stopped when many turns of the event loop have made no line.
    for (let before = -1, turns = 0; turns < 500; turns++) {
      if (heard.lines !== before) turns = 0
      before = heard.lines
      await new Promise(setImmediate)
    }
    // Some megabytes are in buffers on the way; a server that did not wait would have made gigabytes.
    expect(heard.lines).toBeLessThan(2000)
    socket.destroy()
    expect(await failed.promise).toBe('given up')
  })
})

it('a declaration that makes no sense keeps the app from starting', async () => {
  const wrong = [
    route(
      'POST /a',
      { access: 'public', responses: { 200: multipart({}) as never } },
      () => undefined as never,
    ),
    route('GET /b', { access: 'public', responses: { 200: bytes('image/*') as never } }, () => 1 as never),
    route(
      'POST /f',
      { access: 'public', body: multipart({ files: { film: { maxBytes: 2_000_000, maxCount: 2 } } }) },
      () => reply(204),
    ),
    route(
      'POST /g',
      { access: 'public', bodyLimit: 5000, body: multipart({ files: { a: { maxBytes: 5000 } } }) },
      () => reply(204),
    ),
    route(
      'POST /right',
      {
        access: 'public',
        bodyLimit: 5000,
        body: multipart({ files: { a: { maxBytes: 4000, maxCount: 9 }, b: {} } }),
      },
      () => reply(204),
    ),
    route('GET /e', { access: 'public', responses: { 200: media('pdf') } }, () => ''),
    route('POST /c', { access: 'public', body: ndjson(Row, { maxLine: 0 }) }, () => reply(204)),
    route('POST /d', { access: 'public', body: multipart({ files: { a: { maxCount: 0 } } }) }, () =>
      reply(204),
    ),
  ]
  const refused = await testApp(app({ name: 'wrong', routes: wrong })).catch(String)
  const mistakes = [
    /POST \/a .*request bodies/,
    /GET \/b .*media\("image\/\*"\)/,
    /GET \/e .*got "pdf"/,
    /POST \/c .*maxLine/,
    /POST \/d .*maxCount/,
    /POST \/f .*"film".* 2000000 bytes .*1048576 \(bodyLimit\).*4065536 or more/,
    /POST \/g .*"a".* 5000 bytes .* 5000 \(bodyLimit\)/,
  ]
  for (const mistake of mistakes) expect(refused).toMatch(mistake)
  expect(refused).not.toContain('/right')
})
