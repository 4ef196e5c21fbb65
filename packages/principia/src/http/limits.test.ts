import { describe, expect, it } from 'vitest'
import { createLimits, databaseLimits, defineDatabase, sql } from '../database/index.ts'
import { app, defineAccess, define, route, sharedLimits, t } from '../index.ts'
import { memoryLimits, type LimitStore } from '../security/index.ts'
import { testApp, type TestedApp } from '../testing/index.ts'

const statuses = async (ask: () => Promise<Response>, times: number) => {
  const found: number[] = []
  for (let asked = 0; asked < times; asked++) found.push((await ask()).status)
  return found
}
const standing = ({ headers }: Response) => [headers.get('ratelimit-policy'), headers.get('ratelimit')]

const byHeader = defineAccess('by header', { check: ({ header }) => ({ id: header('x-user') ?? '' }) })

describe('the limits of a route', () => {
  it('stand together in one field, each with its policy', async () => {
    const search = route(
      'GET /search',
      { access: byHeader, limit: ['100/h burst 3', { name: 'searches', count: 2, per: 'day', by: 'user' }] },
      () => 'found',
    )
    await using api = await testApp(app({ name: 'test', routes: [search] }))
    const ask = (user: string) => api.get('/search', { headers: { 'x-user': user } })
    const policy = '"route";q=3;w=108, "searches";q=2;w=86400'
    expect(standing(await ask('ada'))).toEqual([policy, '"route";r=2;t=36, "searches";r=1;t=43200'])
    await ask('ada')
    const third = await ask('ada')
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '43200'])
    // The other user has their own count, and the same address.
    const other = await ask('bob')
    expect([other.status, standing(other)[0]]).toEqual([429, policy])
    expect(standing(other)[1]).toMatch(/^"route";r=0;t=\d+$/)
  })

  it('are shared by routes under a name', async () => {
    const limit = { name: 'writes', count: 2, per: 'h' } as const
    const routes = ['POST /a', 'POST /b', 'POST /c'] as const
    const shop = app({
      name: 'test',
      routes: routes.map((target) => route(target, { access: 'public', limit }, () => 1)),
    })
    await using api = await testApp(shop)
    expect([
      (await api.post('/a')).status,
      (await api.post('/b')).status,
      (await api.post('/c')).status,
    ]).toEqual([200, 200, 429])
  })

  it('count by what a function makes of a valid body', async () => {
    const signIn = route(
      'POST /session',
      {
        access: 'public',
        body: t.Object({ email: t.String({ minLength: 3 }) }),
        limit: { name: 'sign-in', count: 2, per: 'h', by: ({ body }) => body.email.toLowerCase() },
      },
      () => 'welcome',
    )
    await using api = await testApp(app({ name: 'test', routes: [signIn] }))
    const as = (email: string) => () => api.post('/session', { email })
    expect(await statuses(as('x'), 3)).toEqual([422, 422, 422])
    expect(await statuses(as('Ada@example.org'), 2)).toEqual([200, 200])
    expect(await statuses(as('ada@example.org'), 1)).toEqual([429])
    expect(await statuses(as('bob@example.org'), 2)).toEqual([200, 200])
    // However long the text is that a stranger sends, what is kept of it is short.
    expect(await statuses(as('x'.repeat(50_000)), 3)).toEqual([200, 200, 429])
  })

  it('count by a function before the body, and not at all where it gives nothing', async () => {
    const add = route(
      'POST /items',
      {
        access: 'public',
        body: t.Object({ a: t.Integer() }),
        limit: { count: 1, per: 'h', by: ({ header }) => header('x-api-key'), before: 'body' },
      },
      () => 'kept',
    )
    await using api = await testApp(app({ name: 'test', routes: [add] }))
    const headers = { 'x-api-key': 'k1' }
    expect((await api.post('/items', { a: 'no' }, { headers })).status).toBe(422)
    expect((await api.post('/items', { a: 'no' }, { headers })).status).toBe(429)
    expect(await statuses(() => api.post('/items', { a: 1 }), 3)).toEqual([200, 200, 200])
  })

  it('are those of the version, and of the host, that is asked for', async () => {
    const limited = (count: number, more: object) =>
      route('GET /x', { access: 'public', limit: { count, per: 'day' }, ...more }, () => count)
    const routes = [
      limited(1, { version: '1' }),
      limited(2, { version: '2' }),
      limited(3, { host: 'other.test', version: '2' }),
    ]
    await using api = await testApp(
      app({ name: 'test', routes, versioning: { by: 'header', versions: ['1', '2'] } }),
    )
    const left = async (headers: Record<string, string>) =>
      (await api.get('/x', { headers })).headers.get('ratelimit-policy')
    expect(await left({ 'api-version': '1' })).toBe('"route";q=1;w=86400')
    expect(await left({ 'api-version': '2' })).toBe('"route";q=2;w=86400')
    expect(await left({ 'api-version': '2', host: 'other.test' })).toBe('"route";q=3;w=86400')
  })

  it.each([
    ['a limit that is none', [{ limit: 'often' }], '"often" is not a limit'],
    [
      'two limits of one name',
      [
        {
          limit: [
            { name: 'a', count: 1, per: 's' } as const,
            { name: 'a', count: 1, per: 's', by: 'user' } as const,
          ],
        },
      ],
      'two of its limits are named "a"',
    ],
    [
      'one name for two limits',
      [
        { limit: { name: 'a', count: 1, per: 's' } as const },
        { limit: { name: 'a', count: 2, per: 's' } as const },
      ],
      'the limit "a" is declared with other numbers elsewhere',
    ],
  ])('%s keeps the app from starting', async (_name, specs, message) => {
    const routes = specs.map((spec, at) => route(`GET /${at}`, { access: 'public', ...spec }, () => at))
    await expect(testApp(app({ name: 'test', routes }))).rejects.toThrow(message)
  })
})

describe('limits that processes share', () => {
  const once = route('GET /once', { access: 'public', limit: '1/day' }, () => 'yes')
  const bootTwice = async (store: LimitStore, options = {}) => {
    const shop = app({ name: 'test', routes: [once], limits: sharedLimits(store, options) })
    return [await testApp(shop), await testApp(shop)] as const
  }

  it('count in one place, and a refusal is asked for only once', async () => {
    const memory = memoryLimits()
    let asked = 0
    const [one, other] = await bootTwice({ take: (...call) => (asked++, memory.take(...call)) })
    await using first: TestedApp = one
    await using second: TestedApp = other
    expect((await first.get('/once')).status).toBe(200)
    expect(await statuses(() => second.get('/once'), 4)).toEqual([429, 429, 429, 429])
    expect(asked).toBe(2)
  })

  it('hold per process while the store is out of reach, which is counted', async () => {
    const [one, other] = await bootTwice({ take: () => Promise.reject(new Error('gone')) })
    await using first: TestedApp = one
    await using second: TestedApp = other
    expect(await statuses(() => first.get('/once'), 3)).toEqual([200, 429, 429])
    expect(await statuses(() => second.get('/once'), 2)).toEqual([200, 429])
    expect(first.booted.metrics.text()).toContain('principia_limits_uncounted_total 3')
  })

  it('refuse with 503 where no request may go uncounted', async () => {
    const [one, other] = await bootTwice(
      { take: () => new Promise(() => {}) },
      { unavailable: 'refuse', timeout: 10 },
    )
    await using first: TestedApp = one
    await other.close()
    const answer = await first.get('/once')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
  })

  it('count in the database of the app, in a statement of the request', async () => {
    const services = { db: defineDatabase<object>({ migrations: [createLimits] }) }
    const limited = define({ services }).route(
      'GET /',
      { access: 'public', limit: '1/day' },
      async ({ db }) => {
        const { rows } = await sql<{ n: number }>`select count(*)::int as n from principia_limits`.execute(db)
        return rows[0]?.n
      },
    )
    const shop = app({
      name: 'test',
      routes: [limited],
      services,
      limits: sharedLimits(databaseLimits(services.db)),
    })
    await using api = await testApp(shop)
    expect(await (await api.get('/')).json()).toBe(1)
    expect((await api.get('/')).status).toBe(429)
    await api.booted.dispatcher.whenIdle()
    expect(api.traces().map(({ queries }) => queries?.length)).toEqual([1, 2])
  })

  it('need a database that the app has', async () => {
    const stranger = defineDatabase<object>({ migrations: [createLimits] })
    const shop = app({ name: 'test', routes: [once], limits: sharedLimits(databaseLimits(stranger)) })
    await expect(testApp(shop)).rejects.toThrow('not a service of the app; add it')
  })
})
