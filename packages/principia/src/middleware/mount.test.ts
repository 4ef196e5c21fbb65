import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { memoryLogger, nextRecord, QUIET_ENV, startQuiet } from '../http/fixtures/app.ts'
import { canCertify, makeCertificate } from '../http/fixtures/certificate.ts'
import { exchange } from '../http/fixtures/raw.ts'
import {
  app,
  bearerRequired,
  defineAccess,
  defineMiddleware,
  module,
  mountFetch,
  mountNode,
  route,
  type AppSpec,
} from '../index.ts'
import { testApp } from '../testing/index.ts'
import type { FetchHandler } from './mount-fetch.ts'
import type { NodeHandler } from './node-handler.ts'

const open = { access: 'public' } as const
const signedIn = defineAccess('signed in', {
  scheme: 'bearer',
  check: ({ header }) => {
    if (header('authorization') !== 'Bearer right') throw bearerRequired()
    return { id: 'ada' }
  },
})

const echoFetch: FetchHandler = async (request) => {
  const { pathname, search } = new URL(request.url)
  const body = request.body === null ? null : await request.text()
  const seen = { method: request.method, path: pathname + search, body, tone: request.headers.get('x-tone') }
  return Response.json(seen, {
    status: 201,
    headers: [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ],
  })
}

/** As it would be written for node:http: it reads to the end, whether or not there is a body. */
const echoNode: NodeHandler = (request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    const seen = {
      method: request.method,
      path: request.url,
      body: body === '' ? null : body,
      tone: request.headers['x-tone'] ?? null,
    }
    response.writeHead(201, { 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'] })
    response.end(JSON.stringify(seen))
  })
}

const kinds = [
  [
    'mountFetch',
    (path: string, spec = {}, handler = echoFetch) => mountFetch(path, { ...open, ...spec }, handler),
  ],
  ['mountNode', (path: string, spec = {}) => mountNode(path, { ...open, ...spec }, echoNode)],
] as const

describe.each(kinds)('%s', (_name, mount) => {
  const serve = (routes: AppSpec['routes'], spec: Partial<AppSpec> = {}) =>
    startQuiet({ ...spec, routes: routes ?? [] })

  it('hands on every method, the path without the mount’s, the query, headers and the body', async () => {
    await using server = await serve([mount('/old')])
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const body = method === 'GET' || method === 'OPTIONS' ? null : 'text'
      const init = { method, headers: { 'x-tone': 'soft' }, body }
      const answer = await fetch(`${server.url}/old/a%2Fb//c/?q=1&q=2`, init)
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([201, ['a=1', 'b=2']])
      expect(await answer.json()).toEqual({ method, path: '/a%2Fb//c/?q=1&q=2', body, tone: 'soft' })
    }
    const head = await fetch(`${server.url}/old`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      201,
      'application/json',
      '',
    ])
    const { path } = (await (await fetch(`${server.url}/old`)).json()) as { path: string }
    expect(path).toBe('/')
  })

  it('stands behind the app’s routes, and the nearest mount counts', async () => {
    const own = route('GET /old/own', open, () => 'own')
    const deeper = mountFetch('/old/deep', open, () => new Response('deep'))
    const nested = module({ name: 'api', path: '/api', routes: [mount('/old')] })
    await using server = await serve([mount('/old'), own, deeper], { modules: [nested] })
    const get = async (path: string) => (await fetch(server.url + path)).text()
    expect([await get('/old/own'), await get('/old/deep/1')]).toEqual(['own', 'deep'])
    expect(await get('/old/other')).toContain('"path":"/other"')
    expect(await get('/api/old/x')).toContain('"path":"/x"')
    expect(await (await fetch(`${server.url}/old/own`, { method: 'POST' })).text()).toContain('"path":"/own"')
    expect((await fetch(`${server.url}/older`)).status).toBe(404)
  })

  it('is guarded, limited, recorded and sent like any route', async () => {
    const seen = defineMiddleware('seen', (_context, next) => next())
    const guarded = mount('/old', { access: signedIn, limit: '2/h per user', middleware: [seen] })
    await using server = await serve([guarded], { cors: { origins: ['https://app.example'] } })
    const ask = (authorization: string) =>
      fetch(`${server.url}/old/a`, {
        headers: { authorization, origin: 'https://app.example', 'accept-encoding': 'identity' },
      })
    const refused = await ask('Bearer wrong')
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    const recorded = nextRecord(server)
    const answer = await ask('Bearer right')
    const length = (await answer.bytes()).length
    expect(answer.status).toBe(201)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-request-id': expect.stringMatching(/^[\da-f]{16}$/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'access-control-allow-origin': 'https://app.example',
      vary: expect.stringMatching(/^Origin, Authorization(, Accept-Encoding)?$/),
    })
    const record = await recorded
    expect(record).toMatchObject({
      route: '/old',
      path: '/old/a',
      status: 201,
      userId: 'ada',
      responseBytes: length,
      responseType: 'application/json',
    })
    expect(record.stages.filter((part) => typeof part === 'string').slice(0, 3)).toEqual([
      'seen',
      'access',
      'handle',
    ])
    await ask('Bearer right')
    expect((await ask('Bearer right')).status).toBe(429)
    const metrics = await (await fetch(`${server.managementUrl}/metrics`)).text()
    expect(metrics).toContain('http_request_method="GET",http_route="/old",http_response_status_code="201"')
    const preflight = await fetch(`${server.url}/old/a`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'PUT' },
    })
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
    ])
  })

  it.each(['content-length: 11', 'transfer-encoding: chunked'])(
    'refuses a body that is too large: %s',
    async (framing) => {
      await using server = await serve([mount('/old', { bodyLimit: 10 })])
      const body = framing.startsWith('c') ? 'x'.repeat(11) : '6\r\nxxxxxx\r\n5\r\nxxxxx\r\n0\r\n\r\n'
      const { answers } = await exchange(
        server.port,
        `POST /old HTTP/1.1\r\nHost: a\r\n${framing}\r\n\r\n${body}`,
      )
      expect(answers.map(({ status }) => status)).toEqual([413])
    },
  )

  it('says 100 Continue once the body is wanted', async () => {
    await using server = await serve([mount('/old')])
    const head = 'POST /old HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n'
    const socket = connect(server.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.write(head)
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(String(first)).toContain('100 Continue')
    socket.write('hi')
    const [second] = (await once(socket, 'data')) as [Buffer]
    expect(String(second)).toContain('201 Created')
  })
})

it('a mount may keep the whole path, and a backslash leads nowhere else', async () => {
  const seen: unknown[] = []
  const keep = { ...open, keepPath: true }
  const fetched = mountFetch('/fetch', keep, ({ url }) => {
    seen.push(url)
    return new Response(null, { status: 204 })
  })
  const called = mountNode('/node', keep, (request, response) => {
    seen.push(request.url)
    response.writeHead(204).end()
  })
  await using server = await startQuiet({ routes: [fetched, called] })
  const requests = ['/fetch/x\\..\\y?q', '/node/x\\..\\y?q', '/node\\..\\y', '/fetch/../node']
  const raw = requests.map((path) => `GET ${path} HTTP/1.1\r\nHost: a.test\r\n\r\n`).join('')
  const { answers } = await exchange(server.port, raw, { answers: 4 })
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 404, 400])
  expect(seen).toEqual(['http://a.test/fetch/x%5C..%5Cy?q', '/node/x\\..\\y?q'])
})

describe.skipIf(!canCertify)('over HTTP/2', () => {
  it('both kinds of mounts take requests and answer them, whatever the method and the body', async () => {
    using certificate = makeCertificate()
    const routes = [
      mountFetch('/fetch', open, echoFetch),
      mountNode('/node', { ...open, bodyLimit: 100_000 }, echoNode),
      mountFetch('/where', open, ({ url }) => new Response(new URL(url).origin)),
    ]
    await using server = await startQuiet({ routes }, { env: { ...QUIET_ENV, ...certificate.env } })
    const session = connectHttp2(server.url, { ca: certificate.cert })
    onTestFinished(() => session.destroy())
    const ask = async (method: string, path: string, body?: string) => {
      const stream = session.request({ ':method': method, ':path': path, 'x-tone': 'soft' })
      stream.end(body)
      const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders]
      return { status: Number(headers[':status']), headers, body: await text(stream) }
    }
    for (const path of ['/fetch', '/node']) {
      const { status, headers, body } = await ask('POST', `${path}/a?b`, 'text')
      expect([status, headers['x-content-type-options'], headers['set-cookie']]).toEqual([
        201,
        'nosniff',
        ['a=1', 'b=2'],
      ])
      expect(JSON.parse(body)).toEqual({ method: 'POST', path: '/a?b', body: 'text', tone: 'soft' })
      expect(await ask('HEAD', path)).toMatchObject({ status: 201, body: '' })
      expect((await ask('GET', path)).status).toBe(201)
    }
    expect((await ask('POST', '/node', 'x'.repeat(100_001))).status).toBe(413)
    expect((await ask('GET', '/where')).body).toBe(server.url)
    session.close()
  })
})

it('a mount may have rules of its own for pages of other origins, or none and answer pre-flights itself', async () => {
  const other = { origins: ['https://other.example'] }
  const routes = [
    mountFetch('/other', { ...open, cors: other }, echoFetch),
    mountFetch('/itself', { ...open, cors: false }, () => new Response(null, { status: 202 })),
  ]
  const spec = app({ name: 'test', routes, cors: { origins: ['https://app.example'] } })
  await using api = await testApp(spec)
  const ask = async (path: string, origin: string) => {
    const headers = { origin, 'access-control-request-method': 'PUT' }
    const answer = await api.request('OPTIONS', path, { headers })
    return [answer.status, answer.headers.get('access-control-allow-origin')]
  }
  expect(await ask('/other', 'https://other.example')).toEqual([204, 'https://other.example'])
  expect(await ask('/other', 'https://app.example')).toEqual([204, null])
  expect(await ask('/itself', 'https://app.example')).toEqual([202, null])
})

describe('mountFetch', () => {
  it('streams both ways, and the client leaving is seen by both', async () => {
    const aborted = Promise.withResolvers<unknown>()
    const pass: FetchHandler = (request) => {
      request.signal.addEventListener('abort', () => aborted.resolve(request.signal.reason))
      return new Response(request.body)
    }
    await using server = await startQuiet({ routes: [mountFetch('/pass', open, pass)] })
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    void writer.write(Buffer.from('first'))
    const leaving = new AbortController()
    const init = { method: 'POST', body: readable, duplex: 'half', signal: leaving.signal } as const
    const answer = await fetch(`${server.url}/pass`, init)
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('first')
    void writer.write(Buffer.from('second')).catch(() => undefined)
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('second')
    reader.closed.catch(() => undefined)
    leaving.abort()
    expect(await aborted.promise).toMatchObject({ name: 'ClientGone' })
  })

  it('reads no more of an answer than the client takes', async () => {
    let made = 0
    const endless = new ReadableStream({
      pull(controller) {
        made++
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    await using server = await startQuiet({ routes: [mountFetch('/', open, () => new Response(endless))] })
    const socket = connect(server.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'readable')
    socket.read(1)
    // It goes on until the kernel's buffers are full, and then no further.
    let before: number
    do {
      before = made
      for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
    } while (made > before)
    expect(made).toBeLessThan(1000)
    socket.destroy()
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
      500,
    ],
    ['gives something else', () => 'text' as never, 500],
    ['gives an error response', () => Response.error(), 500],
    ['gives a status alone', () => new Response(null, { status: 204 }), 204],
    [
      'sets headers that are the server’s',
      () => new Response('abc', { headers: { 'transfer-encoding': 'identity', 'content-length': '9' } }),
      200,
    ],
  ] satisfies [string, FetchHandler, number][])('whose handler %s', async (_what, handler, status) => {
    await using api = await testApp(app({ name: 'test', routes: [mountFetch('/x', open, handler)] }))
    const answer = await api.get('/x')
    expect([answer.status, (await answer.text()).includes('broken')]).toEqual([status, false])
  })

  it('sends a security header of its own in place of the app’s', async () => {
    const own = () => new Response('', { headers: { 'x-frame-options': 'SAMEORIGIN' } })
    await using api = await testApp(app({ name: 'test', routes: [mountFetch('/x', open, own)] }))
    expect((await api.get('/x')).headers.get('x-frame-options')).toBe('SAMEORIGIN')
  })

  it('answers 405 to TRACE, which the Fetch standard does not know', async () => {
    await using server = await startQuiet({ routes: [mountFetch('/x', open, echoFetch)] })
    const { answers } = await exchange(server.port, 'TRACE /x HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(answers.map(({ status }) => status)).toEqual([405])
  })

  it('goes on with the next request when a handler leaves the body unread', async () => {
    const routes = [mountFetch('/x', open, () => new Response(null, { status: 204 }))]
    await using server = await startQuiet({ routes })
    const post = 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello'
    const { answers } = await exchange(server.port, post + post, { answers: 2 })
    expect(answers.map(({ status }) => status)).toEqual([204, 204])
  })
})

describe('mountNode', () => {
  const serve = (handler: NodeHandler, spec = {}, options = {}) =>
    startQuiet({ routes: [mountNode('/old', { ...open, ...spec }, handler)] }, options)

  it('gives the handler the original address and the base', async () => {
    const where: NodeHandler = (request, response) => {
      const { originalUrl, baseUrl } = request as typeof request & { originalUrl: string; baseUrl: string }
      response.end(`${request.url} ${originalUrl} ${baseUrl}`)
    }
    await using server = await serve(where)
    expect(await (await fetch(`${server.url}/old/a?b`)).text()).toBe('/a?b /old/a?b /old')
    expect(await (await fetch(`${server.url}/old`)).text()).toBe('/ /old /old')
  })

  it.each([
    ['calls next()', (_request, _response, next) => next(), 404],
    ['gives next() an error', (_request, _response, next) => next(new Error('hunter2')), 500],
    [
      'throws',
      () => {
        throw new Error('hunter2')
      },
      500,
    ],
    ['rejects', () => Promise.reject(new Error('hunter2')), 500],
    ['answers later', (_request, response) => void setImmediate(() => response.end('later')), 200],
    ['pipes', (_request, response) => void Readable.from(['a', 'b']).pipe(response), 200],
  ] satisfies [string, NodeHandler, number][])('whose handler %s', async (_what, handler, status) => {
    const { logger, lines } = memoryLogger()
    await using server = await serve(handler, {}, { logger })
    const answer = await fetch(`${server.url}/old`)
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toContain('hunter2')
    expect(JSON.stringify(lines).includes('hunter2')).toBe(status === 500)
  })

  it('whose handler writes after the deadline has answered is not heard, and nothing breaks', async () => {
    const over = Promise.withResolvers<unknown[]>()
    const late: NodeHandler = async (request, response) => {
      await once(request.socket, 'drained-by-test').catch(() => undefined)
      response.statusCode = 200
      response.setHeader('x-late', '1')
      response.writeHead(200)
      const written = response.write('late')
      response.end('late')
      over.resolve([written, response.headersSent])
    }
    await using server = await serve(
      (request, response, next) => {
        response.once('prefinish', () => setImmediate(() => request.socket.emit('drained-by-test')))
        return late(request, response, next)
      },
      { timeout: 20 },
    )
    const answer = await fetch(`${server.url}/old`)
    expect([answer.status, answer.headers.get('x-late')]).toEqual([503, null])
    expect(await answer.json()).toMatchObject({ type: '/problems/deadline-exceeded' })
    expect(await over.promise).toEqual([false, true])
  })

  it('has security headers that the handler may replace', async () => {
    const own: NodeHandler = (_request, response) => {
      response.writeHead(200, { 'X-Frame-Options': 'SAMEORIGIN' }).end()
    }
    await using server = await serve(own)
    const { headers } = await fetch(`${server.url}/old`)
    expect([headers.get('x-frame-options'), headers.get('x-content-type-options')]).toEqual([
      'SAMEORIGIN',
      'nosniff',
    ])
  })

  it('takes the listener of a whole server', async () => {
    const other = createServer((_request, response) => response.end('from the other'))
    await using server = await serve((request, response) => other.emit('request', request, response))
    expect(await (await fetch(`${server.url}/old`)).text()).toBe('from the other')
  })
})

it('a mount has a plain path, a rule, and that path for itself', async () => {
  const starting = testApp(
    app({
      name: 'test',
      routes: [
        mountFetch('/a', open, echoFetch),
        mountNode('/a', open, echoNode),
        mountFetch('/b/:id', open, echoFetch),
        mountFetch('/c', {}, echoFetch),
      ],
    }),
  )
  await expect(starting).rejects.toThrow(
    /ALL \/c .*does not say who may call[^]*ALL \/a .*answers the same requests as ALL \/a[^]*ALL \/b\/:id .*plain text/,
  )
})
