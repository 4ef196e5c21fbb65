import { describe, expect, it } from 'vitest'
import { app, module, mountFetch, route, t, type AppSpec } from '../index.ts'
import { testApp, type TestRequest } from '../testing/index.ts'

const ORIGIN = 'https://app.example.org'
const PARTNER = 'https://partner.example'
const own = { origins: [ORIGIN] }
const PATH = '/things'

const routes = [
  route('GET /things', { access: 'public', cors: { origins: '*' } }, () => 'all may read'),
  route('POST /things', { access: 'public', body: t.Object({ a: t.Integer() }) }, () => 'as the app says'),
  route('PUT /things', { access: 'public' }, () => 'as the app says'),
  route('DELETE /things', { access: 'public', cors: false }, () => 'no page may'),
]
const partners = module({
  name: 'partners',
  defaults: { cors: { origins: [PARTNER], credentials: true, allowedHeaders: ['X-Api-Version'] } },
  routes: [
    route('GET /partners', { access: 'public' }, () => 'hello'),
    route('PUT /partners', { access: 'public' }, () => 1),
  ],
})
const boot = (spec: Partial<AppSpec> = {}, env = {}) =>
  testApp(app({ name: 'test', routes, modules: [partners], cors: own, ...spec }), { env })

const accessHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))

const preflight = (method: string, origin: string, more: Record<string, string> = {}): TestRequest => ({
  headers: { origin, 'access-control-request-method': method, ...more },
})

describe('the CORS options of a route', () => {
  it('take the place of the app’s', async () => {
    await using api = await boot()
    const asked = async (method: string, origin: string) =>
      accessHeaders(await api.request(method, PATH, { headers: { origin } }))
    expect(await asked('GET', PARTNER)).toEqual({ 'access-control-allow-origin': '*' })
    expect(await asked('PUT', PARTNER)).toEqual({})
    expect(await asked('PUT', ORIGIN)).toEqual({ 'access-control-allow-origin': ORIGIN })
    expect(await asked('DELETE', ORIGIN)).toEqual({})
  })

  it('answer a pre-flight for the method that it asks for, and name no method under other rules', async () => {
    await using api = await boot()
    const asked = async (path: string, method: string, origin: string) =>
      accessHeaders(await api.request('OPTIONS', path, preflight(method, origin)))
    expect(await asked(PATH, 'PUT', ORIGIN)).toMatchObject({
      'access-control-allow-methods': 'OPTIONS, POST, PUT',
    })
    expect(await asked(PATH, 'GET', PARTNER)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
    })
    expect(await asked(PATH, 'DELETE', ORIGIN)).toEqual({})
    expect(await asked('/partners', 'PUT', PARTNER)).toEqual({
      'access-control-allow-origin': PARTNER,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD, PUT',
      'access-control-allow-headers': 'X-Api-Version',
      'access-control-max-age': '600',
    })
  })

  it('of two versions that differ give no leave, since a pre-flight does not say which it asks for', async () => {
    const versioned = (version: string, more: object) =>
      route('PUT /versioned', { access: 'public', version, ...more }, () => version)
    await using api = await boot({
      routes: [
        versioned('1', { cors: false }),
        versioned('2', {}),
        route('PUT /same', { access: 'public', version: '1' }, () => 1),
        route('PUT /same', { access: 'public', version: '2' }, () => 2),
      ],
      versioning: { by: 'header', versions: ['1', '2'] },
    })
    const asked = async (path: string) =>
      accessHeaders(await api.request('OPTIONS', path, preflight('PUT', ORIGIN)))
    expect(await asked('/versioned')).toEqual({})
    expect(await asked('/same')).toMatchObject({ 'access-control-allow-origin': ORIGIN })
  })

  it('of a mount are for what it takes, and not for the routes within its path', async () => {
    const everything = mountFetch(
      '/',
      { access: 'public', cors: { origins: '*' } },
      () => new Response('mounted'),
    )
    await using api = await testApp(
      app({
        name: 'test',
        cors: own,
        routes: [route('PUT /inside', { access: 'public' }, () => 1), everything],
      }),
    )
    const asked = async (path: string, method: string, origin: string) =>
      accessHeaders(await api.request('OPTIONS', path, preflight(method, origin)))
    expect(await asked('/inside', 'PUT', PARTNER)).toEqual({})
    expect(await asked('/inside', 'PUT', ORIGIN)).toMatchObject({ 'access-control-allow-origin': ORIGIN })
    expect(await asked('/elsewhere', 'PUT', PARTNER)).toMatchObject({ 'access-control-allow-origin': '*' })
  })

  it('hold for failures, whatever they are, and each says that the origin matters', async () => {
    await using api = await boot()
    for (const [method, path] of [
      ['POST', PATH],
      ['GET', '/nothing'],
      ['PATCH', PATH],
    ] as const) {
      const answer = await api.request(method, path, { headers: { origin: ORIGIN } })
      expect([
        answer.ok,
        answer.headers.get('access-control-allow-origin'),
        answer.headers.get('vary'),
      ]).toEqual([false, ORIGIN, 'Origin'])
      expect((await api.request(method, path)).headers.get('vary')).toBe('Origin')
    }
  })

  it('that make no sense keep the app from starting', async () => {
    const wrong = route('GET /x', { access: 'public', cors: { origins: '*', credentials: true } }, () => 1)
    await expect(boot({ routes: [wrong] })).rejects.toThrow(/GET \/x .*: cors: credentials need a list/)
    await expect(boot({ cors: { origins: ['x'] } })).rejects.toThrow('app(): cors: "x" is not an origin')
  })
})

describe('in development a refusal is explained in the log', () => {
  const elsewhere = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }

  it.each<[string, string, string, TestRequest, string]>([
    [
      'an origin',
      'GET',
      '/partners',
      { headers: { origin: 'http://partner.example', ...elsewhere } },
      `Is ${PARTNER} meant? Scheme, name and port`,
    ],
    [
      'the origin null',
      'PUT',
      PATH,
      { headers: { origin: 'null', ...elsewhere } },
      'The page has the origin "null"',
    ],
    [
      'cookies',
      'PUT',
      PATH,
      { headers: { origin: ORIGIN, cookie: 'a=b', ...elsewhere } },
      'Add `credentials: true`',
    ],
    [
      'a route',
      'DELETE',
      PATH,
      { headers: { origin: ORIGIN, ...elsewhere } },
      'the route says `cors: false`',
    ],
    ['a route’s pre-flight', 'OPTIONS', PATH, preflight('DELETE', ORIGIN), 'the route says `cors: false`'],
    [
      'a pre-flight’s origin',
      'OPTIONS',
      PATH,
      preflight('PUT', 'https://app.example.com'),
      `Is ${ORIGIN} meant?`,
    ],
    [
      'a method',
      'OPTIONS',
      PATH,
      preflight('PATCH', ORIGIN),
      'asks for PATCH; this path answers to DELETE, GET',
    ],
    [
      'a header',
      'OPTIONS',
      '/partners',
      preflight('PUT', PARTNER, { 'access-control-request-headers': 'x-api-versoin' }),
      'Is "X-Api-Version" meant?',
    ],
    [
      'a private network',
      'OPTIONS',
      PATH,
      preflight('PUT', ORIGIN, { 'access-control-request-private-network': 'true' }),
      'Add `privateNetwork: true`',
    ],
  ])('%s', async (_name, method, path, request, why) => {
    await using api = await boot()
    await api.request(method, path, request)
    await api.booted.dispatcher.whenIdle()
    expect(api.traces()[0]?.logs).toEqual([
      expect.objectContaining({ level: 'warn', message: expect.stringContaining(why) }),
    ])
  })

  it('also where the app has no CORS at all', async () => {
    await using api = await testApp(
      app({ name: 'test', routes: [route('PUT /x', { access: 'public' }, () => 1)] }),
    )
    await api.request('OPTIONS', '/x', preflight('PUT', ORIGIN))
    await api.booted.dispatcher.whenIdle()
    expect(api.traces()[0]?.logs?.[0]?.message).toContain(`Give it \`cors: { origins: ['${ORIGIN}'] }\``)
  })

  it.each<[string, TestRequest, Record<string, string>]>([
    ['what the browser lets through', { headers: { origin: ORIGIN, ...elsewhere } }, {}],
    ['a page of the app itself', { headers: { origin: 'http://test.invalid' } }, {}],
    [
      'a page behind a development proxy',
      { headers: { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' } },
      {},
    ],
    ['anything, in production', { headers: { origin: PARTNER, ...elsewhere } }, { NODE_ENV: 'production' }],
  ])('but not %s', async (_name, request, env) => {
    await using api = await boot({}, env)
    await api.request('PUT', PATH, request)
    await api.booted.dispatcher.whenIdle()
    expect(api.traces()[0]?.logs).toBeUndefined()
  })
})
