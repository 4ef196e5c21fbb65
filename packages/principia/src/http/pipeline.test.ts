import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { currentScope, defineAccess, media, problems, reply, route, t, type Service } from '../index.ts'
import { memoryLogger, nextRecord, startQuiet } from './fixtures/app.ts'

const Note = t.Object({ id: t.String(), text: t.String() })

const signedIn = defineAccess('signed in', {
  scheme: 'bearer',
  check: async ({ header }) => {
    if (header('authorization') === 'Bearer forbidden') throw problems.forbidden()
    if (header('authorization') !== 'Bearer right') {
      throw problems.unauthorized(undefined, { headers: { 'www-authenticate': 'Bearer' } })
    }
    return { id: 'u1', name: 'Ada' }
  },
})

const clock: Service<{ now(): number }> = { service: 'clock', start: () => ({ now: () => 42 }) }

const routes = [
  route(
    'POST /notes/:id',
    {
      access: signedIn,
      params: t.Object({ id: t.String() }),
      query: t.Object({ draft: t.Optional(t.Boolean()) }),
      headers: t.Object({ 'x-tone': t.Optional(t.Integer()) }),
      cookies: t.Object({ theme: t.Optional(t.String()) }),
      body: t.Object({ text: t.String({ minLength: 1 }), tags: t.Array(t.String(), { default: ['none'] }) }),
      responses: { 201: t.Object({ id: t.String(), seen: t.Unknown() }) },
    },
    ({ params, query, headers, cookies, body, user }) =>
      reply(
        201,
        { id: params.id, seen: { query, headers, cookies, body, user } },
        { location: `/notes/${params.id}` },
      ),
  ),
  route('GET /notes/:id', { access: 'public', responses: { 200: Note } }, ({ params }) => ({
    id: params.id,
    text: 'x',
    secret: 'y',
  })),
  route('GET /tagged', { access: 'public' }, () => reply(200, { version: 7 }, { ETag: '"7"' })),
  route('GET /nothing', { access: 'public' }, () => undefined),
  route(
    'GET /page',
    { access: 'public', responses: { 200: media('text/html; charset=utf-8') } },
    () => '<p>',
  ),
  route('GET /bytes', { access: 'public' }, () => new Uint8Array([1, 2, 3])),
  route('GET /limited', { access: 'public', limit: '2/h' }, () => ({ ok: true })),
  route('GET /limited-user', { access: signedIn, limit: '1/h per user' }, () => ({ ok: true })),
  route(
    'POST /zod',
    { access: 'public', body: z.strictObject({ n: z.number().refine(async (n) => n > 1, 'is too small') }) },
    ({ body }) => body,
  ),
  route('GET /scope', { access: 'public' }, async () => {
    await new Promise(setImmediate)
    currentScope()?.log.info({ password: 'hunter2' }, 'from far below')
    return { requestId: currentScope()?.requestId, traceId: currentScope()?.traceId }
  }),
  route('GET /clock', { access: 'public' }, (context) => ({
    now: (context as unknown as { clock: { now(): number } }).clock.now(),
  })),
  route(
    'GET /mismatch',
    { access: 'public', responses: { 200: Note } },
    () => ({ id: 5, text: 'sesame' }) as never,
  ),
  route(
    'GET /undeclared',
    { access: 'public', responses: { 200: Note } },
    () => reply(202, undefined) as never,
  ),
  route('GET /throws/:what', { access: 'public' }, ({ params }) => {
    throw THROWN[params.what]
  }),
  route('GET /location', { access: 'public' }, () => reply(200, 'x', { 'x-bad': 'a\r\nSet-Cookie: b=c' })),
  route('GET /status/:status', { access: 'public' }, ({ params }) => reply(Number(params.status), 'text')),
  route('GET /cookies', { access: 'public' }, () => reply(200, {}, { 'set-cookie': ['a=1', 'b=2'] })),
]

const THROWN: Record<string, unknown> = {
  error: new Error('the password is hunter2'),
  string: 'just text',
  nothing: undefined,
  bare: Object.create(null),
  'bad-header': problems.forbidden('no', { headers: { 'x-bad': 'a\r\nb' } }),
  'bad-member': problems.forbidden('no', { members: { balance: 10n } }),
  'wrong-member': problems.forbidden('no', { members: { status: 200, type: 'x', balance: 1 } }),
}

const { logger, lines } = memoryLogger()
let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet(
    { routes, services: { clock }, cors: { origins: ['https://app.example.org'] } },
    { logger },
  )
})
afterAll(() => server.stop())

const ask = (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init)
const json = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', authorization: 'Bearer right', ...headers },
  })

describe('a request from end to end', () => {
  it('brings every part to the handler, decoded, coerced and validated', async () => {
    const answer = await json(
      '/notes/caf%C3%A9?draft=true',
      { text: 'hello' },
      { 'x-tone': '3', cookie: 'theme=dark; other=1' },
    )
    expect(answer.status).toBe(201)
    expect(answer.headers.get('location')).toBe('/notes/caf%C3%A9')
    expect(await answer.json()).toEqual({
      id: 'café',
      seen: {
        query: { draft: true },
        headers: { 'x-tone': 3 },
        cookies: { theme: 'dark' },
        body: { text: 'hello', tags: ['none'] },
        user: { id: 'u1', name: 'Ada' },
      },
    })
  })

  it('lists every failure of every part at once', async () => {
    const answer = await json('/notes/1?draft=maybe&x=1', { text: '', more: 1 }, { 'x-tone': 'high' })
    expect(answer.status).toBe(422)
    const { errors } = (await answer.json()) as { errors: { in: string; pointer: string }[] }
    expect(errors.map((error) => `${error.in} ${error.pointer}`).toSorted()).toEqual([
      'body /more',
      'body /text',
      'headers /x-tone',
      'query /draft',
      'query /x',
    ])
  })

  it('asks who it is before it looks at what was sent', async () => {
    const broken = { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }
    const stranger = await ask('/notes/1', broken)
    expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    const forbidden = await ask('/notes/1', {
      ...broken,
      headers: { ...broken.headers, authorization: 'Bearer forbidden' },
    })
    expect(forbidden.status).toBe(403)
  })

  it('validates with a Standard Schema that answers later', async () => {
    expect(await (await json('/zod', { n: 5 })).json()).toEqual({ n: 5 })
    const answer = await json('/zod', { n: 1 })
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { errors: [{ in: 'body', pointer: '/n', message: 'is too small' }] },
    ])
  })

  it('gives the handler the services by name', async () => {
    expect(await (await ask('/clock')).json()).toEqual({ now: 42 })
  })

  it('sends only what the response declares', async () => {
    expect(await (await ask('/notes/1')).json()).toEqual({ id: '1', text: 'x' })
  })

  it.each([
    ['/nothing', 204, null],
    ['/page', 200, 'text/html; charset=utf-8'],
    ['/bytes', 200, 'application/octet-stream'],
    ['/clock', 200, 'application/json'],
    ['/nowhere', 404, 'application/problem+json'],
  ])('%s answers %i of type %s with the security headers', async (path, status, type) => {
    const answer = await ask(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain(
      path === '/page' ? "default-src 'self'" : "default-src 'none'",
    )
    expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f]{16}$/)
    expect(answer.headers.get('x-powered-by')).toBeNull()
    expect(answer.headers.get('vary')).toBe('Origin')
  })

  it('sends several cookies as several fields', async () => {
    expect((await ask('/cookies')).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })
})

describe('methods', () => {
  it.each(['/notes/1', '/clock', '/nothing', '/bytes', '/tagged'])(
    'HEAD %s has the headers of GET and no content',
    async (path) => {
      const withoutOwn = ({ headers }: Response) =>
        Object.fromEntries(
          [...headers].filter(
            ([name]) => !['x-request-id', 'date', 'connection', 'keep-alive'].includes(name),
          ),
        )
      const [get, head] = [await ask(path), await ask(path, { method: 'HEAD' })]
      expect(withoutOwn(head)).toEqual(withoutOwn(get))
      expect([head.status, await head.text()]).toEqual([get.status, ''])
    },
  )

  it.each([
    ['OPTIONS', '/notes/1', 204, 'GET, HEAD, OPTIONS, POST'],
    ['OPTIONS', '/zod', 204, 'OPTIONS, POST'],
    ['DELETE', '/notes/1', 405, 'GET, HEAD, OPTIONS, POST'],
    ['HEAD', '/zod', 405, 'OPTIONS, POST'],
    ['OPTIONS', '/nowhere', 404, null],
  ])('%s %s: %i with Allow: %s', async (method, path, status, allow) => {
    const answer = await ask(path, { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow])
  })

  it('answers a pre-flight of an allowed page, and lets no other page in', async () => {
    const preflight = (origin: string) =>
      ask('/zod', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      })
    const allowed = await preflight('https://app.example.org')
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example.org',
      'access-control-allow-methods': 'OPTIONS, POST',
      'access-control-allow-headers': 'content-type',
    })
    expect(
      (await preflight('https://app.example.org.evil.test')).headers.get('access-control-allow-origin'),
    ).toBeNull()
  })
})

describe('entity tags', () => {
  it.each(['/clock', '/tagged'])('GET %s is not sent again to who has it', async (path) => {
    const first = await ask(path)
    const tag = first.headers.get('etag') ?? ''
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await ask(path, { headers: { 'if-none-match': known } })
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, ''])
      // RFC 9110 section 15.4.5: what a 200 would have said about caching, a 304 says as well.
      expect(again.headers.get('vary')).toBe(first.headers.get('vary'))
    }
    const changed = await ask(path, { headers: { 'if-none-match': '"other"' } })
    expect(changed.status).toBe(200)
  })
})

describe('limits', () => {
  it('refuses what is too much and says when to come back', async () => {
    const answers = [await ask('/limited'), await ask('/limited'), await ask('/limited')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([
      '"route";r=1;t=1800',
      '"route";r=0;t=3600',
      '"route";r=0;t=3600',
    ])
    expect(answers[2]?.headers.get('ratelimit-policy')).toBe('"route";q=2;w=3600')
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(1700)
  })

  it('counts a user apart from strangers', async () => {
    const headers = { authorization: 'Bearer right' }
    expect((await ask('/limited-user')).status).toBe(401)
    expect((await ask('/limited-user', { headers })).status).toBe(200)
    expect((await ask('/limited-user', { headers })).status).toBe(429)
  })
})

describe('faults of the program', () => {
  it.each([
    ['/mismatch', 'does not fit the declared response: /id'],
    ['/undeclared', 'answered 202, which it does not declare'],
    ['/throws/error', 'the password is hunter2'],
    ['/throws/string', 'just text'],
    ['/throws/nothing', 'undefined'],
    ['/throws/bare', 'null prototype'],
    ['/throws/bad-header', 'x-bad'],
    ['/throws/bad-member', 'BigInt'],
    ['/location', 'x-bad'],
    ['/status/204', '204 with a body'],
    ['/status/101', '101'],
    ['/status/999', '999'],
    ['/status/NaN', 'NaN'],
  ])('%s: a bare 500 for the client, the details for the log', async (path, detail) => {
    lines.length = 0
    const recorded = nextRecord(server)
    const answer = await ask(path)
    const document = (await answer.json()) as Record<string, unknown>
    expect(answer.status).toBe(500)
    expect(document).toEqual({
      type: '/problems/internal-error',
      title: 'Something went wrong on our side',
      status: 500,
      requestId: answer.headers.get('x-request-id'),
    })
    await recorded
    const logged = lines.find(({ err }) => err !== undefined)
    expect(logged).toMatchObject({ level: 'error', requestId: document.requestId })
    expect(JSON.stringify(logged)).toContain(detail)
  })

  it('keeps the standard members of a problem from being overwritten', async () => {
    const answer = await ask('/throws/wrong-member')
    expect(await answer.json()).toMatchObject({ type: '/problems/forbidden', status: 403, balance: 1 })
  })
})

describe('what a request leaves behind', () => {
  it('is reachable from everything it awaits', async () => {
    lines.length = 0
    const recorded = nextRecord(server)
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const answer = await ask('/scope', { headers: { traceparent } })
    const requestId = answer.headers.get('x-request-id')
    expect(await answer.json()).toEqual({ requestId, traceId: '0af7651916cd43dd8448eb211c80319c' })
    expect(lines).toContainEqual(
      expect.objectContaining({ requestId, msg: 'from far below', password: '[redacted]' }),
    )
    expect((await recorded).logs).toMatchObject([{ level: 'info', message: 'from far below' }])
    expect(currentScope()).toBeUndefined()
  })

  it('is a complete record and one line in the log', async () => {
    lines.length = 0
    const recorded = nextRecord(server)
    await (await json('/notes/7?draft=true', { text: 'hello' })).text()
    const record = await recorded
    expect(record).toMatchObject({
      method: 'POST',
      path: '/notes/7',
      route: '/notes/:id',
      status: 201,
      userId: 'u1',
      aborted: false,
      responseType: 'application/json',
    })
    expect(record.stages.filter((part) => typeof part === 'string')).toEqual([
      'access',
      'body',
      'validate',
      'handle',
      'send',
    ])
    const times = record.stages.filter((part) => typeof part === 'number')
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(record.duration).toBeGreaterThanOrEqual(times.at(-2) ?? Infinity)
    expect(record.responseBytes).toBeGreaterThan(50)
    expect(lines.filter(({ msg }) => msg === 'request')).toMatchObject([
      { status: 201, route: '/notes/:id', path: '/notes/7' },
    ])
    expect(JSON.stringify(lines)).not.toContain('draft')
  })

  it('is counted under the route, and under the real method where there is none', async () => {
    const recorded = nextRecord(server)
    await (await ask('/nowhere', { method: 'PROPFIND' })).text()
    await recorded
    await (await ask('/nowhere')).text()
    const text = await (await fetch(`${server.managementUrl}/metrics`)).text()
    expect(text).toMatch(
      /_count\{http_request_method="GET",http_route="\/clock",http_response_status_code="200"\} \d/,
    )
    expect(text).toMatch(/_count\{http_request_method="_OTHER",http_response_status_code="501"\} 1/)
    expect(text).toMatch(/_count\{http_request_method="GET",http_response_status_code="404"\} \d/)
  })
})
