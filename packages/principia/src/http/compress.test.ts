import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, createGunzip, gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { app, defineAccess, media, problems, reply, route } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { canEncodeStream } from './encode-stream.ts'
import { startQuiet } from './fixtures/app.ts'

const ITEMS = Array.from({ length: 100 }, (_, id) => ({ id, title: `Chapter ${id}` }))
const TEXT = JSON.stringify(ITEMS)
const LARGE = 'All that is gold does not glitter. '.repeat(4000)
const SVG = `<svg>${'<path d="M0 0"/>'.repeat(200)}</svg>`

let source = new Readable()
const member = defineAccess('member', { scheme: { cookie: 'session' }, check: () => ({ id: 'ada' }) })
const svg = { 200: media('image/svg+xml') }

const routes = [
  route('GET /items', { access: 'public' }, () => ITEMS),
  route('GET /small', { access: 'public' }, () => 'x'.repeat(500)),
  route('GET /large', { access: 'public' }, () => LARGE),
  route('GET /svg', { access: 'public', responses: svg }, () => SVG),
  route('GET /png', { access: 'public', responses: { 200: media('image/png') } }, () => SVG),
  route('GET /secret', { access: 'public', compress: false }, () => ITEMS),
  route('GET /exact', { access: 'public', cache: { noTransform: true, maxAge: 5 } }, () => ITEMS),
  route('GET /no-transform', { access: 'public' }, () =>
    reply(200, ITEMS, { 'cache-control': 'no-transform, max-age=5' }),
  ),
  route('GET /coded', { access: 'public' }, () =>
    reply(200, gzipSync(TEXT), { 'content-encoding': 'gzip', 'content-type': 'application/json' }),
  ),
  route('GET /tagged/:tag', { access: 'public' }, ({ params }) =>
    reply(200, ITEMS, { etag: params.tag === 'weak' ? 'W/"v1"' : '"v1"' }),
  ),
  route('GET /parts', { access: 'public', ranges: true }, () => ITEMS),
  route('PUT /tagged', { access: 'public' }, ({ precondition }) => {
    precondition({ etag: '"v1"' })
    return 'changed'
  }),
  route('GET /mine', { access: member }, () => ITEMS),
  route('GET /refused', { access: 'public' }, () => {
    throw problems.forbidden('no', { members: { reasons: ITEMS } })
  }),
  route('GET /broken', { access: 'public' }, () => {
    throw problems.forbidden('no', { members: { reasons: LARGE } })
  }),
  route('GET /stream', { access: 'public', responses: { 200: media('text/csv') } }, () => source),
  route('GET /events', { access: 'public', responses: { 200: media('text/event-stream') } }, () => source),
  route('GET /rows', { access: 'public', responses: { 200: media('text/csv') } }, async function* () {
    for (const { id, title } of ITEMS) yield `${id},${title}\n`
  }),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({
    routes,
    cors: { origins: ['https://app.example.org'], credentials: true },
  })
})
afterAll(() => server.stop())

/** As it comes over the wire: `fetch` would decode it. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const request = httpRequest(`${server.url}${path}`, { method, headers, agent: false }).end()
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  const body = await buffer(answer)
  return { status: answer.statusCode, headers: answer.headers, body }
}

const DECODE: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

describe('RFC 9110 section 12.5.3: Accept-Encoding', () => {
  it.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['zstd', 'zstd'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'zstd'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1, br;q=0.9, zstd;q=0.8', 'gzip'],
    ['*', 'zstd'],
    ['*;q=0.5, br;q=0', 'zstd'],
    ['*, zstd;q=0, br;q=0', 'gzip'],
    ['gzip, identity;q=0', 'gzip'],
    ['gzip;q=0.5, identity;q=0.5', 'gzip'],
    ['gzip;q=0.4, identity;q=0.5', undefined],
    ['gzip;q=0, *', 'zstd'],
    ['*;q=0.5, identity;q=0.8', undefined],
    ['gzip;q=0', undefined],
    ['identity', undefined],
    ['deflate', undefined],
    ['', undefined],
    ['gzip;q=banana', undefined],
    // Nothing is acceptable; the answer is of more use than a 406.
    ['*;q=0', undefined],
    ['deflate, identity;q=0', undefined],
  ])('"%s" gets %s', async (accepted, coding) => {
    const { status, headers, body } = await ask('/items', { 'accept-encoding': accepted })
    expect([status, headers['content-encoding'], headers.vary]).toEqual([
      200,
      coding,
      'Origin, Accept-Encoding',
    ])
    expect(headers['content-length']).toBe(String(body.length))
    expect((DECODE[coding ?? ''] ?? ((bytes) => bytes))(body).toString()).toBe(TEXT)
  })

  it('an answer without the field has no coding, and a cache learns that it matters', async () => {
    const { headers, body } = await ask('/items')
    expect([headers['content-encoding'], headers.vary]).toEqual([undefined, 'Origin, Accept-Encoding'])
    expect(body.toString()).toBe(TEXT)
  })

  it('one who refuses identity gets even a small answer, and a picture, in a coding', async () => {
    for (const path of ['/small', '/png']) {
      const { headers, body } = await ask(path, { 'accept-encoding': 'gzip, identity;q=0' })
      expect([headers['content-encoding'], headers.vary]).toEqual(['gzip', 'Origin, Accept-Encoding'])
      expect(gunzipSync(body).length).toBeGreaterThan(400)
    }
  })
})

describe('what is compressed', () => {
  it.each(['gzip', 'br', 'zstd'])('a large answer, in another thread, as %s', async (coding) => {
    const { headers, body } = await ask('/large', { 'accept-encoding': coding })
    expect(headers['content-length']).toBe(String(body.length))
    expect(DECODE[coding]?.(body).toString()).toBe(LARGE)
  })

  it.each(['/svg', '/refused', '/broken', '/rows'])('%s is', async (path) => {
    const { headers } = await ask(path, { 'accept-encoding': 'br' })
    expect(headers['content-encoding']).toBe('br')
  })

  it.each(['/small', '/png', '/secret', '/exact', '/no-transform'])(
    '%s is not, and does not vary by it',
    async (path) => {
      const { headers } = await ask(path, { 'accept-encoding': 'br' })
      expect([headers['content-encoding'], headers.vary]).toEqual([undefined, 'Origin'])
    },
  )

  it('an answer that has a coding already gets no second one', async () => {
    const { headers, body } = await ask('/coded', { 'accept-encoding': 'br, gzip' })
    expect(headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(body).toString()).toBe(TEXT)
  })

  it('the metrics are, for whoever scrapes them', async () => {
    const { headers } = await fetch(`${server.managementUrl}/metrics`)
    expect(headers.get('content-encoding')).toBe('gzip')
  })
})

describe('RFC 9110 section 9.3.2: HEAD [9110-8.6-1, 9110-9.3.2-1, 9110-9.3.2-2]', () => {
  it.each([
    ['/items', 'gzip'],
    ['/items', 'identity'],
    ['/large', 'zstd'],
    ['/small', 'br'],
    ['/rows', 'gzip'],
    ['/secret', 'gzip'],
  ])('%s in %s has the header fields of GET', async (path, accepted) => {
    const get = await ask(path, { 'accept-encoding': accepted })
    const head = await ask(path, { 'accept-encoding': accepted }, 'HEAD')
    const about = ({ date: _date, 'x-request-id': _id, ...headers }: IncomingMessage['headers']) => headers
    const { 'transfer-encoding': _chunked, ...expected } = about(get.headers)
    expect(about(head.headers)).toEqual(expected)
    expect(head.body.length).toBe(0)
  })
})

describe('RFC 9110 section 8.8.3.3: entity tags', () => {
  it('each coding has its own, and each is known again', async () => {
    const tags = new Set<string>()
    for (const coding of ['identity', 'gzip', 'br', 'zstd']) {
      const first = await ask('/items', { 'accept-encoding': coding })
      const tag = first.headers.etag ?? ''
      tags.add(tag)
      const again = await ask('/items', { 'accept-encoding': coding, 'if-none-match': tag })
      expect([again.status, again.headers.etag, again.body.length]).toEqual([304, tag, 0])
      expect(again.headers.vary).toBe(first.headers.vary)
      expect(again.headers['content-encoding']).toBeUndefined()
    }
    expect(tags.size).toBe(4)
  })

  it('one of another coding is not current', async () => {
    const { headers } = await ask('/items', { 'accept-encoding': 'gzip' })
    const { status } = await ask('/items', { 'accept-encoding': 'br', 'if-none-match': headers.etag ?? '' })
    expect(status).toBe(200)
  })

  it('a strong one of the handler gets the coding, a weak one stands for all codings', async () => {
    const tagOf = async (kind: string) =>
      (await ask(`/tagged/${kind}`, { 'accept-encoding': 'gzip' })).headers.etag
    expect([await tagOf('strong'), await tagOf('weak')]).toEqual(['"v1--gzip"', 'W/"v1"'])
  })
})

describe('RFC 9110 section 14: an answer that can be asked for in part', () => {
  const accepted = { 'accept-encoding': 'gzip' }

  it('is compressed as a whole, and then has no parts', async () => {
    const { headers } = await ask('/parts', accepted)
    expect([headers['content-encoding'], headers['accept-ranges']]).toEqual(['gzip', undefined])
  })

  it('is not compressed in part', async () => {
    const { status, headers, body } = await ask('/parts', { ...accepted, range: 'bytes=0-9' })
    expect([status, headers['content-encoding'], body.toString()]).toEqual([
      206,
      undefined,
      TEXT.slice(0, 10),
    ])
    expect(headers.vary).toBe('Origin, Accept-Encoding')
    const whole = await ask('/parts', accepted)
    // Else a client could put a part of one form into the other.
    expect(headers.etag).not.toBe(whole.headers.etag)
  })

  it('is sent whole to one who has begun with the compressed form', async () => {
    const { headers } = await ask('/parts', accepted)
    const rest = { ...accepted, range: 'bytes=10-', 'if-range': headers.etag ?? '' }
    expect((await ask('/parts', rest)).status).toBe(200)
  })
})

test.each([
  ['"v1"', 200],
  ['"v1--gzip"', 200],
  ['"v0", "v1--zstd"', 200],
  ['W/"v1"', 412],
  ['"v0--gzip"', 412],
  ['"v1--lzma"', 412],
])(
  'RFC 9110 section 13.1.1: If-Match: %s means the state, in whatever coding it was sent: %d',
  async (tag, status) => {
    expect((await ask('/tagged', { 'if-match': tag }, 'PUT')).status).toBe(status)
  },
)

describe('BREACH: an answer with a user’s secrets that another site asked for', () => {
  const cookie = 'session=1'
  it.each<[string, Record<string, string>, string | undefined]>([
    ['is not compressed', { cookie, 'sec-fetch-site': 'cross-site' }, undefined],
    ['is not from a neighbouring host', { cookie, 'sec-fetch-site': 'same-site' }, undefined],
    [
      'nor with other credentials',
      { authorization: 'Basic YTpi', 'sec-fetch-site': 'cross-site' },
      undefined,
    ],
    [
      'nor from a page that CORS does not know',
      { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      undefined,
    ],
    [
      'is from a page that CORS lets read it',
      { cookie, 'sec-fetch-site': 'same-site', origin: 'https://app.example.org' },
      'gzip',
    ],
    ['is without credentials', { 'sec-fetch-site': 'cross-site' }, 'gzip'],
    ['is from the site itself', { cookie, 'sec-fetch-site': 'same-origin' }, 'gzip'],
    ['is from a program', { cookie }, 'gzip'],
  ])('%s', async (_name, headers, coding) => {
    const answer = await ask('/mine', { 'accept-encoding': 'gzip', ...headers })
    expect(answer.headers['content-encoding']).toBe(coding)
  })
})

describe('a streamed answer', () => {
  const live = () => (source = new Readable({ read() {} }))

  it('that is live gives each line when it is written', async () => {
    const stream = live()
    const request = httpRequest(`${server.url}/stream`, { headers: { 'accept-encoding': 'gzip' } }).end()
    const decoded = createGunzip()
    const arrived: string[] = []
    stream.push('one\n')
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    answer.pipe(decoded).on('data', (chunk: Buffer) => arrived.push(chunk.toString()))
    for (const line of ['two\n', 'three\n']) {
      await once(decoded, 'data')
      stream.push(line)
    }
    await once(decoded, 'data')
    expect(arrived.join('')).toBe('one\ntwo\nthree\n')
    stream.push(null)
    await once(decoded, 'end')
  })

  it.each(['gzip', 'br', 'zstd'])('of many small pieces is whole as %s, and small', async (coding) => {
    source = Readable.from(
      (function* () {
        for (let row = 0; row < 20_000; row++) yield `${row},a row of a table\n`
      })(),
    )
    const { body, headers } = await ask('/stream', { 'accept-encoding': coding })
    expect(headers['content-length']).toBeUndefined()
    const text = DECODE[coding]?.(body).toString() ?? ''
    expect(text.split('\n')).toHaveLength(20_001)
    expect(body.length).toBeLessThan(text.length / 4)
  })

  it('of events is not compressed', async () => {
    live().push('data: 1\n\n')
    source.push(null)
    const { headers, body } = await ask('/events', { 'accept-encoding': 'gzip' })
    expect([headers['content-encoding'], body.toString()]).toEqual([undefined, 'data: 1\n\n'])
  })

  it('whose client leaves gives its source and its compressor free', async () => {
    const stream = live()
    stream.push('begun\n')
    const closed = new Promise((resolve) => stream.on('close', resolve))
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET /stream HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    await closed
    expect(stream.destroyed).toBe(true)
    await server.booted.dispatcher.whenIdle()
    expect(canEncodeStream()).toBe(true)
  })

  it('waits for a slow reader instead of filling memory', async () => {
    const piece = Buffer.alloc(65_536, 'not quite the same every time ')
    let produced = 0
    const waiting = Promise.withResolvers<void>()
    source = new Readable({
      read() {
        produced += piece.length
        // Noise, so that it stays large.
        this.push(produced > 64 << 20 ? null : Buffer.from(crypto.getRandomValues(new Uint8Array(65_536))))
      },
    })
    source.on('pause', () => {
      if (produced > 1 << 20) waiting.resolve()
    })
    const socket = connect(server.port, '127.0.0.1').pause()
    socket.write('GET /stream HTTP/1.1\r\nHost: test\r\nAccept-Encoding: zstd\r\n\r\n')
    await waiting.promise
    expect(produced).toBeLessThan(32 << 20)
    socket.destroy()
    await server.booted.dispatcher.whenIdle()
  })

  it('that fails is cut off in its coding as well', async () => {
    source = Readable.from(
      (function* () {
        yield 'begun'
        throw new Error('the disk is gone')
      })(),
    )
    await expect(ask('/stream', { 'accept-encoding': 'gzip' })).rejects.toThrow()
  })

  it('of which too many are open is sent as it is', async () => {
    const streams: Readable[] = []
    const leave = new AbortController()
    const open = async () => {
      const stream = live()
      streams.push(stream)
      stream.push('begun\n')
      const request = httpRequest(`${server.url}/stream`, {
        headers: { 'accept-encoding': 'gzip' },
        signal: leave.signal,
        agent: false,
      }).end()
      const [answer] = (await once(request, 'response')) as [IncomingMessage]
      answer.on('error', () => undefined)
      return answer.headers['content-encoding']
    }
    let coding = await open()
    while (coding === 'gzip' && streams.length < 300) coding = await open()
    expect([coding, streams.length]).toEqual([undefined, 257])
    leave.abort()
    await server.booted.dispatcher.whenIdle()
    expect(canEncodeStream()).toBe(true)
  })
})

test('compression can be left to a proxy, and a route can ask for it all the same', async () => {
  const own = [
    route('GET /', { access: 'public' }, () => ITEMS),
    route('GET /coded', { access: 'public', compress: true }, () => ITEMS),
  ]
  await using api = await testApp(app({ name: 'plain', routes: own, compression: false }))
  const codingOf = async (path: string) =>
    (await api.get(path, { headers: { 'accept-encoding': 'gzip' } })).headers.get('content-encoding')
  expect([await codingOf('/'), await codingOf('/coded')]).toEqual([null, 'gzip'])
})

test.each([
  [{ treshold: 10 }, 'there is no option "treshold"; did you mean "threshold"?'],
  [{ codings: [] }, '`codings` are some of zstd, br, gzip'],
  [{ codings: ['gzip', 'gzip'] }, 'once each; got ["gzip","gzip"]'],
  [{ codings: ['deflate'] }, 'got ["deflate"]'],
  [{ threshold: -1 }, '`threshold` is a number of bytes; got -1'],
  [{ threshold: 0.5 }, '`threshold` is a number of bytes; got 0.5'],
])('compression: %j keeps an app from starting', async (compression, message) => {
  const wrong = testApp(app({ name: 'wrong', compression: compression as never }))
  await expect(wrong).rejects.toThrow(message)
})

test('the codings and the size from which they are used can be chosen', async () => {
  const own = route('GET /', { access: 'public' }, () => 'x'.repeat(50))
  const compression = { codings: ['gzip'], threshold: 10 } as const
  await using api = await testApp(app({ name: 'chosen', routes: [own], compression }))
  const { headers } = await api.get('/', { headers: { 'accept-encoding': 'br, gzip;q=0.1' } })
  expect(headers.get('content-encoding')).toBe('gzip')
})
