import { expect, test } from 'vitest'
import { app, bearerToken, defineAccess, problems, reply, route } from '../index.ts'
import { testApp } from '../testing/index.ts'

const partner = defineAccess('partner', {
  scheme: 'bearer',
  check({ header }) {
    const id = bearerToken(header('authorization'))
    if (id === undefined) throw problems.unauthorized()
    return { id }
  },
})
const member = defineAccess('member', {
  scheme: { cookie: 'session' },
  check({ cookie }) {
    const id = cookie('session')
    if (id === undefined) throw problems.unauthorized()
    return { id }
  },
})

const routes = [
  route('GET /per-user', { access: partner, limit: '2/min per user' }, ({ user }) => user),
  route('GET /per-address', { access: 'public', limit: '2/min' }, () => 1),
  route('GET /member', { access: member }, ({ user }) => user),
  route('PUT /tagged', { access: 'public' }, () => reply(200, { a: 1 }, { etag: '"v1"' })),
]
const shop = app({ name: 'callers', routes })
const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

test('a limit per user counts each user, whatever address they come from', async () => {
  await using api = await testApp(shop)
  const ask = async (token: string) => (await api.get('/per-user', bearing(token))).status
  expect([await ask('ada'), await ask('ada'), await ask('ada')]).toEqual([200, 200, 429])
  expect([await ask('eve'), await ask('eve'), await ask('eve')]).toEqual([200, 200, 429])
})

test('a limit per address counts the address, and tells when to come back', async () => {
  await using api = await testApp(shop)
  await api.get('/per-address')
  await api.get('/per-address')
  const refused = await api.get('/per-address')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.get('ratelimit')).toMatch(/^"route";r=0;t=\d+$/)
})

test.each([
  ['/per-user', 'Authorization', 'Bearer', { authorization: 'Bearer ada' }],
  ['/member', 'Cookie', 'Cookie cookie-name="session"', { cookie: 'session=ada' }],
])('%s varies by %s, is for one caller, and says how to sign in', async (path, vary, challenge, headers) => {
  await using api = await testApp(shop)
  const answered = await api.get(path, { headers })
  expect(answered.headers.get('vary')).toBe(vary)
  expect(answered.headers.get('cache-control')).toBe('private, no-cache')
  const refused = await api.get(path)
  expect(refused.status).toBe(401)
  expect(refused.headers.get('www-authenticate')).toBe(challenge)
  expect(refused.headers.get('vary')).toBe(vary)
})

test('only a safe method is answered with 304', async () => {
  await using api = await testApp(shop)
  expect((await api.put('/tagged', {}, { headers: { 'if-none-match': '"v1"' } })).status).toBe(200)
})

test.each(['Content-Length', 'transfer-encoding', 'Connection', 'Trailer', 'upgrade'])(
  'a handler cannot set %s, which says where an answer ends',
  async (name) => {
    const framed = route('GET /', { access: 'public' }, () => reply(200, 'abc', { [name]: '1' }))
    await using api = await testApp(app({ name: 'framed', routes: [framed] }))
    const response = await api.get('/')
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ type: '/problems/internal-error' })
  },
)
