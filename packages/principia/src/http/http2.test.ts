import { once } from 'node:events'
import {
  connect as connect2,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2'
import { request as request1 } from 'node:https'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  defineAccess,
  file,
  media,
  mountFetch,
  mountNode,
  problems,
  reply,
  route,
  stream,
  t,
} from '../index.ts'
import { QUIET_ENV, nextRecord, startQuiet, targetRoutes } from './fixtures/app.ts'
import { canCertify, makeCertificate, type TestCertificate } from './fixtures/certificate.ts'

let inside = Promise.withResolvers<unknown>()
let begun = Promise.withResolvers<void>()
let source = new Readable()

const nobody = defineAccess('nobody', {
  check: () => {
    throw problems.unauthorized()
  },
})
const octets = { 200: media('application/octet-stream') }
const anything = t.Unknown()

const routes = [
  ...targetRoutes,
  route('GET /me', { access: 'public' }, ({ secure, host, remoteAddress }) => ({
    secure,
    host,
    remoteAddress,
  })),
  route('GET /cookies', { access: 'public' }, () => reply(200, 'two', { 'set-cookie': ['a=1', 'b=2'] })),
  route('POST /streamed', { access: 'public', body: stream() }, async ({ body }) => {
    begun.resolve()
    try {
      inside.resolve((await buffer(body)).length)
    } catch (error) {
      inside.resolve(error)
    }
  }),
  mountNode('/node', { access: 'public' }, (request, response) => {
    response.setHeader('Keep-Alive', 'timeout=5')
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    request.pipe(response)
  }),
  mountFetch('/fetch', { access: 'public' }, async (request) => {
    return Response.json({ url: request.url, body: await request.text() })
  }),
  route('GET /hinted', { access: 'public' }, ({ earlyHints }) => {
    earlyHints({ link: '</app.css>; rel=preload; as=style' })
    return { text: 'x'.repeat(5000) }
  }),
  route('GET /file', { access: 'public' }, () => file(import.meta.filename)),
  route('GET /wait', { access: 'public' }, ({ signal }) => {
    signal.addEventListener('abort', () => inside.resolve(signal.reason))
    begun.resolve()
    return inside.promise.then(() => 'released')
  }),
  route('GET /late', { access: 'public', timeout: 50 }, ({ signal }) => once(signal, 'abort')),
  route('GET /stream', { access: 'public', responses: octets }, () => source),
  route('GET /large', { access: 'public', responses: octets }, () => Buffer.alloc(5_000_000, 'x')),
  route('POST /upload', { access: 'public', body: anything, bodyLimit: 100_000 }, ({ body }) => ({
    length: JSON.stringify(body).length,
  })),
  route('POST /closed', { access: nobody, body: anything }, () => ({ ok: true })),
]

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The code that the stream was reset with. */
  readonly code: number
}

describe.skipIf(!canCertify)('over HTTP/2', () => {
  let certificate: TestCertificate
  let server: Awaited<ReturnType<typeof startQuiet>>
  let session: ClientHttp2Session
  beforeAll(async () => {
    certificate = makeCertificate()
    server = await startQuiet({ routes }, { env: { ...QUIET_ENV, ...certificate.env } })
    session = await connected()
  })
  afterAll(async () => {
    session.destroy()
    await server.stop()
    certificate[Symbol.dispose]()
  })

  const connected = async (options = {}) => {
    const client = connect2(server.url, { ca: certificate.cert, ...options })
    client.on('error', () => undefined)
    await once(client, 'connect')
    return client
  }

  const begin = (headers: OutgoingHttpHeaders, on = session) => {
    const request = on.request(headers, { endStream: false })
    request.on('error', () => undefined)
    return request
  }

  const finish = async (request: ClientHttp2Stream): Promise<Answer> => {
    const closed = once(request, 'close')
    const [headers] = (await once(request, 'response')) as [IncomingHttpHeaders & { ':status': number }]
    const body = await buffer(request).catch(() => Buffer.alloc(0))
    await closed
    return { status: headers[':status'], headers, body: body.toString(), code: request.rstCode }
  }

  const ask = (headers: OutgoingHttpHeaders, body?: string | Buffer): Promise<Answer> => {
    const request = begin(headers)
    request.end(body)
    return finish(request)
  }

  const json = (path: string, more = {}) => ({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/json',
    ...more,
  })

  it('is agreed on by ALPN, and HTTP/1.1 is spoken to whoever does not offer it', async () => {
    expect(session.alpnProtocol).toBe('h2')
    const request = request1(`${server.url}/me`, { ca: certificate.cert }).end()
    const [answer] = await once(request, 'response')
    expect([answer.httpVersion, answer.statusCode]).toEqual(['1.1', 200])
    expect(JSON.parse(await text(answer))).toMatchObject({ secure: true })
  })

  it('answers as over HTTP/1.1, and knows host, address and scheme [9113-8.2.2-1]', async () => {
    const { status, headers, body } = await ask({ ':path': '/me' })
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({
      secure: true,
      host: new URL(server.url).host,
      remoteAddress: '127.0.0.1',
    })
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(body.length),
      'x-request-id': expect.any(String),
      'x-content-type-options': 'nosniff',
    })
    expect(headers.connection).toBeUndefined()
  })

  it('sends several fields of one name', async () => {
    const { headers } = await ask({ ':path': '/cookies' })
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2'])
  })

  it('sends Strict-Transport-Security, which plain http does not', async () => {
    expect((await ask({ ':path': '/hello' })).headers['strict-transport-security']).toMatch(/^max-age=\d+/)
    await using plain = await startQuiet({ routes })
    expect((await fetch(`${plain.url}/hello`)).headers.has('strict-transport-security')).toBe(false)
  })

  it.each([
    ['a body', '/upload', '{"a":[1,2,3]}', 200],
    ['one in many pieces', '/upload', JSON.stringify('x'.repeat(90_000)), 200],
    ['none where one is needed', '/orders', undefined, 422],
    ['one that is not valid', '/orders', '{}', 422],
    ['one that is no JSON', '/any', '{', 400],
  ])('receives %s', async (_name, path, body, status) => {
    expect((await ask(json(path), body)).status).toBe(status)
  })

  it('answers HEAD without a body, 304 without one, 404, 405 and 501 as problems', async () => {
    const got = await ask({ ':path': '/hello' })
    const head = await ask({ ':path': '/hello', ':method': 'HEAD' })
    expect([head.status, head.body, head.headers['content-length']]).toEqual([
      200,
      '',
      got.headers['content-length'],
    ])
    const unchanged = await ask({ ':path': '/hello', 'if-none-match': got.headers.etag })
    expect([unchanged.status, unchanged.body]).toEqual([304, ''])
    for (const [method, path, status] of [
      ['GET', '/nothing', 404],
      ['PUT', '/hello', 405],
      ['BREW', '/hello', 501],
      ['TRACE', '/hello', 501],
      ['get', '/hello', 501],
    ] as const) {
      const answer = await ask({ ':path': path, ':method': method })
      expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json'])
    }
  })

  it('refuses to be a proxy', async () => {
    expect((await finish(begin({ ':method': 'CONNECT', ':authority': 'test:443' }))).status).toBe(501)
  })

  it('says 100 Continue when the body is wanted, and not otherwise', async () => {
    const wanted = begin(json('/upload', { expect: '100-continue' }))
    await once(wanted, 'continue')
    wanted.end('{}')
    expect((await finish(wanted)).status).toBe(200)
    const unwanted = begin(json('/closed', { expect: '100-continue' }))
    unwanted.once('continue', () => expect.unreachable())
    expect((await finish(unwanted)).status).toBe(401)
  })

  it.each([
    ['nobody may send', '/closed', 401],
    ['is too large', '/upload', 413],
    ['nothing takes', '/hello', 405],
  ])('cancels a body that %s, and the connection goes on [9113-8.1-1]', async (_name, path, status) => {
    const request = begin(json(path))
    Readable.from(
      (function* () {
        for (let sent = 0; sent < 200; sent++) yield Buffer.alloc(1 << 16, 0x20)
      })(),
    ).pipe(request)
    const answer = await finish(request)
    expect([answer.status, answer.code]).toEqual([status, constants.NGHTTP2_NO_ERROR])
    expect((await ask({ ':path': '/hello' })).status).toBe(200)
    expect(session.closed).toBe(false)
  })

  it('tells the work of a request when the client takes it back', async () => {
    inside = Promise.withResolvers()
    begun = Promise.withResolvers()
    const recorded = nextRecord(server)
    const request = begin({ ':path': '/wait' })
    await begun.promise
    request.close(constants.NGHTTP2_CANCEL)
    expect(await inside.promise).toMatchObject({ name: 'ClientGone' })
    expect(await recorded).toMatchObject({ status: 499, aborted: true })
  })

  it('never takes a broken off upload for a whole one', async () => {
    const recorded = nextRecord(server)
    const request = begin(json('/upload'))
    // Not `close`, which would end the upload in good order first.
    request.write('[1,2]', () => request.destroy())
    expect(await recorded).toMatchObject({ status: 499, aborted: true })
  })

  it.each([false, true])('gives a streamed body to its end, unless it breaks off: %s', async (breaksOff) => {
    inside = Promise.withResolvers()
    begun = Promise.withResolvers()
    const request = begin({ ':method': 'POST', ':path': '/streamed', expect: '100-continue' })
    await once(request, 'continue')
    request.write(Buffer.alloc(50_000))
    await begun.promise
    if (breaksOff) request.destroy()
    else request.end(Buffer.alloc(50_000))
    if (breaksOff) expect(await inside.promise).toMatchObject({ name: 'ClientGone' })
    else expect(await inside.promise).toBe(100_000)
  })

  it('serves what is mounted', async () => {
    const ofNode = await ask({ ':method': 'POST', ':path': '/node' }, 'echoed')
    expect([ofNode.status, ofNode.body, ofNode.headers['set-cookie']]).toEqual([
      200,
      'echoed',
      ['a=1', 'b=2'],
    ])
    const ofFetch = await ask({ ':method': 'POST', ':path': '/fetch/x' }, 'fetched')
    expect(JSON.parse(ofFetch.body)).toEqual({ url: `${server.url}/x`, body: 'fetched' })
  })

  it('sends early hints, compresses, and gives parts of files', async () => {
    const request = begin({
      ':path': '/hinted',
      'sec-fetch-mode': 'navigate',
      'accept-encoding': 'gzip',
    })
    request.end()
    const hinted = once(request, 'headers')
    const { headers } = await finish(request)
    expect((await hinted)[0]).toMatchObject({ ':status': 103, link: '</app.css>; rel=preload; as=style' })
    expect(headers['content-encoding']).toBe('gzip')
    const part = await ask({ ':path': '/file', range: 'bytes=0-5' })
    expect([part.status, part.body]).toEqual([206, 'import'])
  })

  it('answers 503 at the deadline', async () => {
    expect((await ask({ ':path': '/late' })).status).toBe(503)
  })

  it('streams, and resets what breaks off so that nobody takes it for the whole', async () => {
    source = Readable.from(['one ', 'two'])
    expect(await ask({ ':path': '/stream' })).toMatchObject({ body: 'one two', code: 0 })
    begun = Promise.withResolvers()
    source = Readable.from(
      (async function* () {
        yield 'begun'
        await begun.promise
        throw new Error('the disk is gone')
      })(),
    )
    const broken = begin({ ':path': '/stream' })
    const closed = new Promise((resolve) => broken.once('close', resolve))
    await once(broken, 'data')
    begun.resolve()
    await closed
    expect(broken.rstCode).not.toBe(constants.NGHTTP2_NO_ERROR)
  })

  it('destroys the source of a stream whose client leaves', async () => {
    source = new Readable({ read() {} })
    source.push('begun')
    const request = begin({ ':path': '/stream' })
    await once(request, 'data')
    request.close(constants.NGHTTP2_CANCEL)
    await new Promise((resolve) => source.once('close', resolve))
    expect(source.destroyed).toBe(true)
  })

  it('serves many requests at once on one connection', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => ask({ ':path': `/echo/${n}` })))
    expect(answers.map(({ body }) => JSON.parse(body).text)).toEqual(
      Array.from({ length: 100 }, (_, n) => String(n)),
    )
    expect((await ask({ ':path': '/large' })).body.length).toBe(5_000_000)
  })

  it.each([
    [
      'a Host that differs from the authority',
      { ':path': '/hello', ':authority': 'test', host: 'other' },
      400,
    ],
    ['an authority with user information', { ':path': '/hello', ':authority': 'user@test' }, 400],
    ['an authority that is a path', { ':path': '/hello', ':authority': 'te/st' }, 400],
    ['a path that is none', { ':path': 'hello' }, 400],
    ['a path with a fragment', { ':path': '/hello#x' }, 400],
    ['a path that is too long', { ':path': `/${'a'.repeat(9000)}` }, 414],
    [
      '250 fields',
      { ':path': '/hello', ...Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`x-${n}`, '1'])) },
      431,
    ],
  ])('refuses %s', async (_name, headers, status) => {
    const request = begin(headers)
    request.end()
    const outcome = await new Promise<number>((resolve) => {
      request.once('response', (fields) => resolve(Number(fields[':status'])))
      // nghttp2 refuses what is no HTTP/2 before a request exists; then there is only the end of the stream.
      request.once('close', () => resolve(-request.rstCode))
    })
    expect([status, -constants.NGHTTP2_PROTOCOL_ERROR]).toContain(outcome)
    expect((await ask({ ':path': '/hello' })).status).toBe(200)
  })

  it('does not speak TLS 1.1, nor the ciphers that HTTP/2 forbids [9113-9.2-1, 9113-9.2.2-1]', async () => {
    const { port } = server
    for (const weak of [
      { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
      { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:ECDHE-ECDSA-AES128-SHA' },
    ] as const) {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...weak })
      await expect(once(socket, 'secureConnect')).rejects.toThrow(/alert|protocol/i)
    }
  })

  it('leaves nothing in flight', async () => {
    await server.booted.dispatcher.whenIdle()
    expect(server.booted.dispatcher.inFlight()).toBe(0)
  })
})
