import { expect, test } from 'vitest'
import { runToEnd } from './fixtures/cli.ts'
import { makeFolder } from './fixtures/folder.ts'

const shop = `
  import { app, defineAccess, module, route, t } from 'principia'
  const partner = defineAccess('partner', { scheme: 'bearer', check: () => ({ id: 'ada' }) })
  const list = route('GET /', { access: 'public', query: t.Object({ page: t.Integer() }) }, () => [])
  const place = route(
    'POST /',
    { access: partner, body: t.Object({ item: t.String() }), limit: '60/min per user', timeout: 5000, bodyLimit: 1024 },
    () => ({}),
  )
  const feed = route('GET /:id/feed', { access: partner, timeout: Infinity, hidden: true }, () => '')
  const orders = module({ name: 'orders', path: '/orders', routes: [place, list, feed] })
  const broken = { service: 'broken', start() { throw new Error('a service was started') } }
  setInterval(() => {}, 1000)
  export default app({ name: 'shop', modules: [orders], services: { broken } })
`

test('routes are listed with their rules and places, and no service is started', async () => {
  using folder = makeFolder({ 'app.ts': shop })
  const { code, stdout, stderr } = await runToEnd(['routes'], { cwd: folder.path })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(`\n${stdout}`).toBe(`
METHOD  PATH              ACCESS   LIMITS                                VALIDATES  TAGS           DEFINED AT
POST    /orders           partner  60/min per user, 5000 ms, 1024 bytes  body       orders         app.ts:5
GET     /orders           public                                         query      orders         app.ts:4
GET     /orders/:id/feed  partner  no deadline                                      orders hidden  app.ts:10
`)
})

test('with --json they are listed for programs', async () => {
  using folder = makeFolder({ 'app.ts': shop })
  const { code, stdout } = await runToEnd(['routes', '--json'], { cwd: folder.path })
  expect(code).toBe(0)
  const [place, list, feed, ...more] = JSON.parse(stdout) as Record<string, unknown>[]
  expect(place).toEqual({
    method: 'POST',
    path: '/orders',
    access: 'partner',
    limit: '60/min per user',
    timeout: 5000,
    bodyLimit: 1024,
    validates: ['body'],
    tags: ['orders'],
    deprecated: false,
    hidden: false,
    definedAt: 'app.ts:5',
  })
  expect(list).toMatchObject({ method: 'GET', access: 'public', validates: ['query'] })
  expect(feed).toMatchObject({ timeout: 'none', hidden: true })
  expect(more).toEqual([])
})
