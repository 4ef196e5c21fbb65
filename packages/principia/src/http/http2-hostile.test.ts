import type { IncomingMessage } from 'node:http'
import { constants } from 'node:http2'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TraceRecord } from '../context/index.ts'
import { media, route, t } from '../index.ts'
import { QUIET_ENV, nextRecord, startQuiet } from './fixtures/app.ts'
import { canCertify, makeCertificate, type TestCertificate } from './fixtures/certificate.ts'
import {
  connectFrames,
  CONTINUATION,
  DATA,
  END_HEADERS,
  END_STREAM,
  frame,
  GOAWAY,
  HEADERS,
  literals,
  PING,
  PREFACE,
  PRIORITY,
  PUSH_PROMISE,
  request,
  RST_STREAM,
  SETTINGS,
  uint32,
  WINDOW_UPDATE,
  type FrameClient,
} from './fixtures/frames.ts'

const seen = { handled: 0 }
const routes = [
  route('GET /hello', { access: 'public' }, () => ({ handled: ++seen.handled })),
  route('GET /names', { access: 'public' }, (context) =>
    Object.keys((context as unknown as { request: IncomingMessage }).request.headers).toSorted(),
  ),
  route('POST /upload', { access: 'public', body: t.Unknown() }, () => ({ handled: ++seen.handled })),
  route(
    'GET /large',
    { access: 'public', timeout: 50, responses: { 200: media('application/octet-stream') } },
    () => Buffer.alloc(1_000_000),
  ),
]

const get = (stream: number, flags = END_HEADERS | END_STREAM) =>
  frame(HEADERS, flags, stream, request('/hello'))
const upload = (stream: number, more: readonly (readonly [string, string])[] = []) =>
  frame(
    HEADERS,
    END_HEADERS,
    stream,
    request('/upload', [['content-type', 'application/json'], ...more], 'POST'),
  )
const reset = (stream: number) => frame(RST_STREAM, 0, stream, uint32(constants.NGHTTP2_CANCEL))
const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n))

describe.skipIf(!canCertify)('a hostile peer over HTTP/2', () => {
  let certificate: TestCertificate
  let server: Awaited<ReturnType<typeof startQuiet>>
  let impatient: typeof server
  beforeAll(async () => {
    certificate = makeCertificate()
    const env = { ...QUIET_ENV, ...certificate.env }
    server = await startQuiet({ routes }, { env })
    impatient = await startQuiet(
      { routes },
      { env, limits: { headersTimeout: 300, requestTimeout: 500, keepAliveTimeout: 700 } },
    )
  })
  afterAll(async () => {
    await server.stop()
    await impatient.stop()
    certificate[Symbol.dispose]()
  })
  beforeEach(() => {
    seen.handled = 0
  })

  const open = async (port = server.port): Promise<FrameClient> => {
    const client = await connectFrames(port)
    await client.write(Buffer.concat([PREFACE, frame(SETTINGS, 0, 0)]))
    return client
  }

  /** Writes the same again and again until the server has had enough. */
  const flood = async (client: FrameClient, piece: Buffer, megabytes: number) => {
    for (let sent = 0; sent < megabytes << 20 && client.socket.writable; sent += piece.length) {
      await client.write(piece)
    }
  }

  const stillServes = async () => {
    const client = await open()
    await client.write(get(1))
    expect(await client.next(({ type, stream }) => type === HEADERS && stream === 1)).toBeDefined()
    client.socket.destroy()
  }

  it('that takes its requests back at once is cut off', async () => {
    const client = await open()
    for (let stream = 1; stream < 2000 && client.socket.writable; stream += 2) {
      await client.write(Buffer.concat([get(stream), reset(stream)]))
    }
    await client.closed
    expect(seen.handled).toBeLessThan(400)
    await stillServes()
  })

  it.each([
    ['PING', frame(PING, 0, 0, Buffer.alloc(8))],
    ['SETTINGS', frame(SETTINGS, 0, 0, Buffer.concat([Buffer.from([0, 4]), uint32(70_000)]))],
  ])('that asks for acknowledgements of %s and does not read them is cut off', async (_name, one) => {
    const client = await open()
    client.socket.pause()
    await flood(client, Buffer.concat(times(2000, () => one)), 64)
    expect(client.socket.writable).toBe(false)
    client.socket.destroy()
    await stillServes()
  })

  it.each([
    [
      'CONTINUATION without end',
      [
        frame(HEADERS, END_STREAM, 1, request('/hello')),
        ...times(1000, () => frame(CONTINUATION, 0, 1, literals([['a', 'b']]))),
      ],
    ],
    [
      'CONTINUATION that is empty',
      [frame(HEADERS, END_STREAM, 1, request('/hello')), ...times(1000, () => frame(CONTINUATION, 0, 1))],
    ],
    ['data frames that are empty', [upload(1), ...times(5000, () => frame(DATA, 0, 1))]],
    ['more streams than may be open [9113-5.1.2-1]', times(1000, (n) => upload(n * 2 + 1))],
    ['a frame that is too long [9113-4.2-1]', [frame(DATA, 0, 1, Buffer.alloc(20_000))]],
    ['data without a stream [9113-6.1-1]', [frame(DATA, 0, 0, Buffer.alloc(1))]],
    ['data of a stream that never was', [frame(DATA, 0, 7, Buffer.alloc(1))]],
    ['a stream with an even number [9113-5.1.1-1]', [get(2)]],
    ['headers without a stream [9113-6.2-1]', [get(0)]],
    [
      'a promise [9113-6.6-1]',
      [frame(PUSH_PROMISE, END_HEADERS, 1, Buffer.concat([uint32(2), request('/hello')]))],
    ],
    ['CONTINUATION without headers [9113-6.10-1]', [frame(CONTINUATION, END_HEADERS, 1, request('/hello'))]],
    [
      'something else between headers',
      [frame(HEADERS, END_STREAM, 1, request('/hello')), frame(PING, 0, 0, Buffer.alloc(8))],
    ],
    [
      'headers that cannot be decompressed [9113-4.3-1]',
      [frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.alloc(10, 0xff))],
    ],
    [
      'a reference to a field that is not there',
      [frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.from([0xfe]))],
    ],
    [
      'a window that grows too large [9113-6.9.1-1]',
      times(3, () => frame(WINDOW_UPDATE, 0, 0, uint32(0x7fffffff))),
    ],
    ['a window that does not grow [9113-6.9-1]', [frame(WINDOW_UPDATE, 0, 0, uint32(0))]],
    ['settings of a wrong length [9113-6.5-1]', [frame(SETTINGS, 0, 0, Buffer.alloc(5))]],
    [
      'settings with a wrong value [9113-6.5.2-1]',
      [frame(SETTINGS, 0, 0, Buffer.concat([Buffer.from([0, 5]), uint32(1)]))],
    ],
    ['forty settings at once', [frame(SETTINGS, 0, 0, Buffer.alloc(240))]],
    ['an acknowledgement of settings with content [9113-6.5-2]', [frame(SETTINGS, 1, 0, Buffer.alloc(6))]],
    ['a ping of a wrong length [9113-6.7-1]', [frame(PING, 0, 0, Buffer.alloc(7))]],
    ['padding longer than its frame [9113-6.1-2]', [frame(DATA, 0x8, 1, Buffer.from([200, 1, 2]))]],
  ])('that sends %s is cut off', async (_name, frames) => {
    const client = await open()
    await client.write(Buffer.concat(frames))
    await client.closed
    expect(seen.handled).toBeLessThan(2)
    await stillServes()
  })

  it.each([
    ['a name in capitals [9113-8.2.1-1]', request('/hello', [['X-Name', 'a']])],
    ['Connection [9113-8.2.2-2]', request('/hello', [['connection', 'close']])],
    ['Keep-Alive', request('/hello', [['keep-alive', 'timeout=5']])],
    ['Transfer-Encoding [9113-8.2.2-2]', request('/hello', [['transfer-encoding', 'chunked']])],
    ['Upgrade', request('/hello', [['upgrade', 'h2c']])],
    ['TE other than trailers', request('/hello', [['te', 'gzip']])],
    ['a length of a body that is not there [9113-8.1.1-1]', request('/hello', [['content-length', '5']])],
    [
      'two lengths',
      request('/hello', [
        ['content-length', '0'],
        ['content-length', '0'],
      ]),
    ],
    [
      'a pseudo-header field behind a field [9113-8.3-2]',
      literals([
        [':method', 'GET'],
        [':scheme', 'https'],
        ['x', 'a'],
        [':path', '/hello'],
      ]),
    ],
    ['a pseudo-header field twice [9113-8.3-3]', request('/hello', [[':path', '/hello']])],
    [
      'two fields of which one counts',
      request('/hello', [
        ['authorization', 'a'],
        ['x', 'a'],
        ['authorization', 'b'],
      ]),
    ],
    [
      'an authority that cannot be one',
      literals([
        [':method', 'GET'],
        [':scheme', 'https'],
        [':authority', 'a:b:c'],
        [':path', '/hello'],
      ]),
    ],
    ['a pseudo-header field that is none [9113-8.3-1]', request('/hello', [[':status', '200']])],
    [
      'no method [9113-8.3.1-1]',
      literals([
        [':scheme', 'https'],
        [':authority', 'test'],
        [':path', '/hello'],
      ]),
    ],
    [
      'no scheme [9113-8.3.1-1]',
      literals([
        [':method', 'GET'],
        [':authority', 'test'],
        [':path', '/hello'],
      ]),
    ],
    [
      'no path [9113-8.3.1-1]',
      literals([
        [':method', 'GET'],
        [':scheme', 'https'],
        [':authority', 'test'],
      ]),
    ],
    [
      'an empty path [9113-8.3.1-2]',
      literals([
        [':method', 'GET'],
        [':scheme', 'https'],
        [':authority', 'test'],
        [':path', ''],
      ]),
    ],
    ['two authorities', request('/hello', [[':authority', 'other']])],
    [
      'two hosts',
      request('/hello', [
        ['host', 'test'],
        ['host', 'other'],
      ]),
    ],
    ['another host than its authority [9113-8.3.1-3]', request('/hello', [['host', 'other']])],
    [
      'a method with a space',
      literals([
        [':method', 'GET /x'],
        [':scheme', 'https'],
        [':authority', 'test'],
        [':path', '/hello'],
      ]),
    ],
    ['a path with a line break', request('/hello HTTP/1.1\r\nx: y')],
    [
      '300 fields',
      request(
        '/hello',
        times(300, () => ['x', ''] as const),
      ),
    ],
  ])('that sends a request with %s is refused, and the request is not handled', async (_name, fields) => {
    const client = await open()
    await client.write(frame(HEADERS, END_HEADERS | END_STREAM, 1, fields))
    // A later request shows that the connection was not spoiled, unless it was ended.
    await client.write(get(3))
    const refused = await client.next(
      ({ type, stream }) => (stream === 1 && (type === RST_STREAM || type === HEADERS)) || type === GOAWAY,
    )
    expect(refused).toBeDefined()
    await client.next(({ stream, type }) => (stream === 3 && type === HEADERS) || type === GOAWAY)
    expect(seen.handled).toBeLessThan(2)
    if (refused?.type === HEADERS) {
      const data = await client.next(({ type, stream }) => type === DATA && stream === 1)
      expect(JSON.parse(String(data?.payload)).status).toBeGreaterThanOrEqual(400)
    }
    client.socket.destroy()
  })

  it.each([
    ['a line break in a value', 'x', 'a\r\ny: b'],
    ['NUL in a value', 'x', 'a\0b'],
    ['a space in a name', 'x y', 'a'],
    ['a colon in a name', 'x:y', 'a'],
  ])('that sends a field with %s does not get it through', async (_name, name, value) => {
    const client = await open()
    await client.write(frame(HEADERS, END_HEADERS | END_STREAM, 1, request('/names', [[name, value]])))
    const data = await client.next(({ type, stream }) => type === DATA && stream === 1)
    expect(JSON.parse(String(data?.payload))).toEqual([':authority', ':method', ':path', ':scheme', 'host'])
    client.socket.destroy()
  })

  it('that sends 40,000 bytes of fields is refused', async () => {
    const client = await open()
    const fields = request(
      '/hello',
      times(40, () => ['x', 'x'.repeat(1000)] as const),
    )
    await client.write(
      Buffer.concat([
        frame(HEADERS, END_STREAM, 1, fields.subarray(0, 16_000)),
        frame(CONTINUATION, 0, 1, fields.subarray(16_000, 32_000)),
        frame(CONTINUATION, END_HEADERS, 1, fields.subarray(32_000)),
      ]),
    )
    const data = await client.next(({ type }) => type === DATA)
    expect(JSON.parse(String(data?.payload))).toMatchObject({ status: 431 })
    expect(seen.handled).toBe(0)
    client.socket.destroy()
  })

  it('that uses the number of a stream that is over is ignored', async () => {
    const client = await open()
    await client.write(Buffer.concat([get(5), get(3), get(7)]))
    await client.next(({ type, stream }) => type === HEADERS && stream === 7)
    expect(seen.handled).toBe(2)
    client.socket.destroy()
  })

  it('that fills the header table and refers to it is cut off', async () => {
    const client = await open()
    // RFC 7541 section 6.2.1: kept as entry 62, then named by one byte each time.
    const kept = Buffer.concat([Buffer.from([0x40, 1, 0x78, 0x7f, 0xa1, 0x1e]), Buffer.alloc(4000, 0x61)])
    const bomb = Buffer.concat([request('/hello'), kept, Buffer.alloc(12_000, 0xbe)])
    await client.write(frame(HEADERS, END_HEADERS | END_STREAM, 1, bomb))
    const end = await client.next(({ type }) => type === RST_STREAM || type === GOAWAY)
    expect(end).toBeDefined()
    expect(seen.handled).toBe(0)
    client.socket.destroy()
    await stillServes()
  })

  it('that sends frames of unknown types, and priorities, is served all the same [9113-5.5-1]', async () => {
    const client = await open()
    const odd = times(1000, () => frame(0xee, 0xff, 0, Buffer.alloc(10)))
    const priorities = times(1000, (n) => frame(PRIORITY, 0, n * 2 + 1, Buffer.alloc(5, n === 0 ? 0 : 1)))
    await client.write(Buffer.concat([...odd, ...priorities, get(3001)]))
    expect(await client.next(({ type, stream }) => type === HEADERS && stream === 3001)).toBeDefined()
    client.socket.destroy()
  })

  it('that begins with something else than the preface is cut off [9113-3.4-1]', async () => {
    const client = await connectFrames(server.port)
    await client.write(Buffer.from('GET / HTTP/1.1\r\nHost: test\r\n\r\n'))
    await client.closed
    await stillServes()
  })

  it.concurrent.each([
    ['no preface', Buffer.alloc(0)],
    ['nothing behind the preface', Buffer.concat([PREFACE, frame(SETTINGS, 0, 0)])],
    [
      'headers that never end',
      Buffer.concat([PREFACE, frame(SETTINGS, 0, 0), frame(HEADERS, END_STREAM, 1, request('/hello'))]),
    ],
    ['half a frame', Buffer.concat([PREFACE, frame(SETTINGS, 0, 0), get(1).subarray(0, 20)])],
    ['nothing more behind its request', Buffer.concat([PREFACE, frame(SETTINGS, 0, 0), get(1)])],
  ])('that sends %s is cut off after a while', async (_name, bytes) => {
    const client = await connectFrames(impatient.port)
    await client.write(bytes)
    await client.closed
  })

  it.concurrent('that does not read its answer loses it in the end', async () => {
    const client = await open()
    const recorded = new Promise<TraceRecord>((resolve) =>
      server.booted.ring.listen((record) => record.path === '/large' && resolve(record)),
    )
    // The answer's first 64 KB fill the window, and nothing opens it.
    await client.write(frame(HEADERS, END_HEADERS | END_STREAM, 1, request('/large')))
    expect(await recorded).toMatchObject({ status: 200, aborted: true })
    client.socket.destroy()
  })

  it('that drips its body is answered with 408, and the connection goes on', async () => {
    const client = await open(impatient.port)
    const recorded = nextRecord(impatient)
    await client.write(upload(1))
    const timer = setInterval(() => void client.write(frame(DATA, 0, 1, Buffer.from(' '))), 50)
    const { status } = await recorded
    clearInterval(timer)
    expect(status).toBe(408)
    await client.write(get(3))
    expect(await client.next(({ type, stream }) => type === HEADERS && stream === 3)).toBeDefined()
    client.socket.destroy()
  })

  it('leaves nothing in flight', async () => {
    for (const { booted } of [server, impatient]) {
      await booted.dispatcher.whenIdle()
      expect(booted.dispatcher.inFlight()).toBe(0)
    }
  })
})
