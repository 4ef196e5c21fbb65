import { describe, expect, it } from 'vitest'
import { app, module, route, type AppSpec } from '../index.ts'
import { openApiDocument } from '../openapi/index.ts'
import { testApp, type TestedApp } from '../testing/index.ts'

type Versioning = NonNullable<AppSpec['versioning']>

const says = (what: string) => () => ({ what })
const list1 = route('GET /orders', { access: 'public', version: '1' }, says('list of 1'))
const list3 = route('GET /orders', { access: 'public', version: '3' }, says('list of 3'))
const read = route('GET /orders/:id', { access: 'public', version: '1' }, ({ params }) => ({
  what: params.id,
}))
const old = route('GET /reports', { access: 'public', version: ['1', '2'] }, says('reports'))
const fresh = route('POST /orders', { access: 'public', version: '2' }, says('placed'))
const health = route('GET /health', { access: 'public' }, says('healthy'))
const routes = [list1, list3, read, old, fresh, health]

const VERSIONS = [{ name: '1', deprecated: { since: '2026-05-01' } }, '2', '3'] as const

/** Asks for a path in a version, in the way that the API wants to be asked. */
type Ask = (api: TestedApp, method: string, path: string, version?: string) => Promise<Response>

const WAYS: readonly (readonly [Versioning, Ask])[] = [
  [
    { by: 'path', versions: VERSIONS },
    (api, method, path, version) => api.request(method, version === undefined ? path : `/v${version}${path}`),
  ],
  [
    { by: 'header', versions: VERSIONS },
    (api, method, path, version) =>
      api.request(method, path, { headers: version === undefined ? {} : { 'api-version': version } }),
  ],
  [
    { by: 'media-type', versions: VERSIONS, mediaType: 'application/vnd.shop' },
    (api, method, path, version) =>
      api.request(method, path, {
        headers: { accept: version === undefined ? '*/*' : `application/vnd.shop.v${version}+json` },
      }),
  ],
  [
    { by: 'media-type', versions: VERSIONS },
    (api, method, path, version) =>
      api.request(method, path, {
        headers: {
          accept: version === undefined ? '*/*' : `text/html;q=0.1, application/json; version=${version}`,
        },
      }),
  ],
]

async function told(answer: Response | Promise<Response>): Promise<string> {
  const given = await answer
  if (given.ok) return ((await given.json()) as { what: string }).what
  const { type, versions } = (await given.json()) as { type: string; versions?: string[] }
  return `${given.status} ${type.slice('/problems/'.length)}${versions === undefined ? '' : ` ${versions.join()}`}`
}

describe.each(WAYS)('an API with versions as in %j', (versioning, ask) => {
  it.each([
    // From its version on, until a later one takes its place.
    ['GET', '/orders', '1', 'list of 1'],
    ['GET', '/orders', '2', 'list of 1'],
    ['GET', '/orders', '3', 'list of 3'],
    ['GET', '/orders/7', '3', '7'],
    ['POST', '/orders', '2', 'placed'],
    ['POST', '/orders', '1', '405 method-not-allowed'],
    // A list is those versions alone.
    ['GET', '/reports', '2', 'reports'],
    ['GET', '/reports', '3', '404 not-found'],
    // What does not exist, and what is missing.
    ['GET', '/orders', '4', '400 unknown-version 1,2,3'],
    ['GET', '/orders', undefined, '400 version-required 1,2,3'],
    ['POST', '/orders', undefined, '400 version-required 1,2,3'],
    ['GET', '/nowhere', '1', '404 not-found'],
    ['GET', '/nowhere', '9', '404 not-found'],
    ['GET', '/nowhere', undefined, '404 not-found'],
    // Without a version of its own it answers to those who name none.
    ['GET', '/health', undefined, 'healthy'],
  ])('%s %s of version %s: %s', async (method, path, version, expected) => {
    await using api = await testApp(app({ name: 'shop', versioning, routes }))
    expect(await told(ask(api, method, path, version))).toBe(expected)
  })

  it('says in each answer of a deprecated version that it is, and counts them', async () => {
    await using api = await testApp(app({ name: 'shop', versioning, routes }))
    const deprecation = async (version: string) =>
      (await ask(api, 'GET', '/orders', version)).headers.get('deprecation')
    expect([await deprecation('1'), await deprecation('2'), await deprecation('3')]).toEqual([
      '@1777593600',
      null,
      null,
    ])
    await api.booted.dispatcher.whenIdle()
    const counts = api.booted.metrics.text().match(/^http_server_deprecated_requests_total.*/gm) ?? []
    expect(counts.filter((line) => line.endsWith(' 1'))).toHaveLength(1)
    expect(counts.find((line) => line.endsWith(' 1'))).toContain('api_version="1"')
  })

  it('has a default for those who name none, where it is said', async () => {
    await using api = await testApp(
      app({ name: 'shop', versioning: { ...versioning, default: '2' }, routes }),
    )
    expect(await told(ask(api, 'GET', '/orders'))).toBe('list of 1')
    expect(await told(ask(api, 'POST', '/orders'))).toBe('placed')
    expect(await told(ask(api, 'GET', '/orders', '3'))).toBe('list of 3')
    expect(await told(ask(api, 'GET', '/orders', '4'))).toBe('400 unknown-version 1,2,3')
  })

  it('has one count against a limit in all versions', async () => {
    const limited = route('GET /limited', { access: 'public', version: '1', limit: '2/min' }, says('yes'))
    await using api = await testApp(app({ name: 'shop', versioning, routes: [limited] }))
    const statuses = []
    for (const version of ['1', '2', '3']) statuses.push((await ask(api, 'GET', '/limited', version)).status)
    expect(statuses).toEqual([200, 200, 429])
  })
})

describe('versions by header', () => {
  const versioning: Versioning = {
    by: 'header',
    versions: ['2026-01-15', '2026-06-01'],
    header: 'Shop-Version',
  }
  const dated = route('GET /orders', { access: 'public', version: '2026-01-15' }, says('orders'))
  const shop = app({ name: 'shop', versioning, cors: { origins: '*' }, routes: [dated, health] })

  it('tell caches and clients by what the answer was chosen', async () => {
    await using api = await testApp(shop)
    const answer = await api.get('/orders', { headers: { 'shop-version': '2026-06-01' } })
    expect(answer.headers.get('vary')).toBe('Shop-Version')
    expect(answer.headers.get('shop-version')).toBe('2026-06-01')
    const refused = await api.get('/orders')
    expect([refused.status, refused.headers.get('vary')]).toEqual([400, 'Shop-Version'])
    expect((await api.get('/health')).headers.get('vary')).toBeNull()
  })

  it('answer a pre-flight, which has no header yet', async () => {
    await using api = await testApp(shop)
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' }
    const answer = await api.request('OPTIONS', '/orders', { headers })
    expect([answer.status, answer.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'GET, HEAD, OPTIONS',
    ])
  })
})

describe('versions by media type', () => {
  it.each([
    ['application/vnd.shop.v1+json;q=0.5, application/vnd.shop.v3+json', 'list of 3'],
    ['application/vnd.shop.v9+json, application/vnd.shop.v2+json;q=0.1', 'list of 1'],
    ['application/vnd.shop.v3+json;q=0, application/json;version="1"', 'list of 1'],
    ['application/vnd.other.v3+json', '400 version-required 1,2,3'],
    ['application/vnd.shop.v9+json, */*', '400 version-required 1,2,3'],
    ['', '400 version-required 1,2,3'],
  ])('of "%s": %s', async (accept, expected) => {
    const versioning: Versioning = { by: 'media-type', versions: VERSIONS, mediaType: 'application/vnd.shop' }
    await using api = await testApp(app({ name: 'shop', versioning, routes }))
    expect(await told(api.get('/orders', { headers: { accept } }))).toBe(expected)
  })
})

describe('an app', () => {
  const versioning: Versioning = { by: 'path', versions: ['1', '2'] }

  it.each<[string, Omit<AppSpec, 'name'>, string]>([
    ['a version that nobody lists', { versioning, routes: [list3] }, 'of version "3"'],
    ['versions without a way to ask for them', { routes: [list1] }, 'has no `versioning`'],
    [
      'two routes for one version',
      { versioning, routes: [list1, { ...list1 }] },
      'answers the same requests',
    ],
    ['a default that does not exist', { versioning: { ...versioning, default: '3' } }, '`default` is "3"'],
    ['no versions', { versioning: { ...versioning, versions: [] } }, 'lists at least one'],
    ['a version twice', { versioning: { ...versioning, versions: ['1', '1'] } }, 'listed twice'],
    ['a header that is not looked at', { versioning: { ...versioning, header: 'X' } }, 'means nothing'],
    [
      'a version that is no name',
      { versioning: { ...versioning, versions: ['a/b'] } },
      'no name for a version',
    ],
    [
      'a sunset before its time',
      {
        versioning: {
          ...versioning,
          versions: [{ name: '1', deprecated: { since: '2026-02-01', sunset: '2026-01-01' } }],
        },
      },
      'before `since`',
    ],
  ])('does not start with %s', async (_name, spec, why) => {
    await expect(testApp(app({ name: 'shop', ...spec }))).rejects.toThrow(why)
  })

  it('takes the version of a module', async () => {
    const legacy = module({ name: 'legacy', path: '/legacy', defaults: { version: ['1'] }, routes: [health] })
    await using api = await testApp(app({ name: 'shop', versioning, modules: [legacy] }))
    expect((await api.get('/v1/legacy/health')).status).toBe(200)
    expect((await api.get('/v2/legacy/health')).status).toBe(404)
  })
})

describe('the description of an API with versions', () => {
  const described = (versioning: Versioning) => openApiDocument({ name: 'shop', routes, versioning })

  it('has by path an operation for each version', () => {
    const { paths } = described({ by: 'path', versions: VERSIONS })
    expect(Object.keys(paths)).toContain('/v2/orders/{id}')
    expect(Object.keys(paths)).not.toContain('/v3/reports')
    expect([paths['/v1/orders']?.get?.deprecated, paths['/v2/orders']?.get?.deprecated]).toEqual([
      true,
      undefined,
    ])
  })

  it('has by header the version as a parameter, and the latest at the plain path', () => {
    const { paths } = described({ by: 'header', versions: VERSIONS, default: '3' })
    const operation = paths['/orders']?.get
    expect(operation?.['x-versions']).toEqual(['3'])
    expect(operation?.parameters?.[0]).toMatchObject({
      name: 'API-Version',
      in: 'header',
      schema: { enum: ['3'], default: '3' },
    })
    const older = Object.entries(paths).find(([path]) => path.startsWith('/orders#'))
    expect(older?.[1].get?.['x-versions']).toEqual(['1', '2'])
    expect(paths['/health']?.get?.parameters).toBeUndefined()
  })
})
