import { describe, expect, it } from 'vitest'
import { app, module, route, t } from '../index.ts'
import { testApp } from '../testing/index.ts'

const tell = (who: string) => () => ({ who })
const home = route('GET /', { access: 'public' }, tell('anywhere'))
const health = route('GET /health', { access: 'public' }, tell('anywhere'))
const api = route('GET /', { access: 'public', host: 'api.example.org' }, tell('api'))
const tenant = route('GET /', { access: 'public', host: ':tenant.example.org' }, ({ params }) => ({
  who: `tenant ${params.tenant}`,
}))
const page = route(
  'POST /pages/:page',
  {
    access: 'public',
    host: ':tenant.example.org',
    params: t.Object({ tenant: t.String({ maxLength: 5 }), page: t.Integer() }),
  },
  ({ params }) => params,
)
const admin = module({ name: 'admin', defaults: { host: 'admin.example.org' }, routes: [home] })

describe('routes with hosts', () => {
  it.each([
    ['api.example.org', 'api'],
    ['API.example.org.:8080', 'api'],
    ['acme.example.org', 'tenant acme'],
    ['Acme.Example.Org', 'tenant acme'],
    ['admin.example.org', 'anywhere'],
    ['example.org', 'anywhere'],
    ['a.b.example.org', 'anywhere'],
    ['api%2eexample.org', 'anywhere'],
    ['[::1]:80', 'anywhere'],
  ])('are chosen by %s: %s', async (host, who) => {
    await using shop = await testApp(app({ name: 'shop', modules: [admin], routes: [tenant, home, api] }))
    expect(await (await shop.get('/', { headers: { host } })).json()).toEqual({ who })
  })

  it('leave to those without one what they do not have', async () => {
    await using shop = await testApp(app({ name: 'shop', routes: [api, page, health] }))
    const headers = { host: 'acme.example.org' }
    expect((await shop.get('/health', { headers })).status).toBe(200)
    expect((await shop.get('/health', { headers: { host: 'api.example.org' } })).status).toBe(200)
    expect((await shop.get('/', { headers })).status).toBe(404)
    expect((await shop.get('/pages/1', { headers })).headers.get('allow')).toBe('OPTIONS, POST')
    expect((await shop.get('/pages/1')).status).toBe(404)
  })

  it('have the parameters of both, validated together', async () => {
    await using shop = await testApp(app({ name: 'shop', routes: [page] }))
    const on = (host: string) => shop.post('/pages/7', undefined, { headers: { host } })
    expect(await (await on('acme.example.org')).json()).toEqual({ tenant: 'acme', page: 7 })
    expect((await on('toolong.example.org')).status).toBe(422)
  })

  it.each([
    ['the same host twice', [api, { ...api }], 'answers the same requests'],
    [
      'one host under two names',
      [tenant, route('GET /a', { access: 'public', host: ':other.example.org' }, tell(''))],
      'one name',
    ],
    [
      'a name in host and path',
      [route('GET /:tenant', { access: 'public', host: ':tenant.org' }, tell(''))],
      'occurs in the host',
    ],
    ['a port', [route('GET /', { access: 'public', host: 'example.org:80' }, tell(''))], 'without a port'],
  ])('do not start with %s', async (_name, routes, why) => {
    await expect(testApp(app({ name: 'shop', routes }))).rejects.toThrow(why)
  })
})
