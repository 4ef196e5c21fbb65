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
  const feed = route('GET /:id/feed', { timeout: Infinity, hidden: true }, () => '')
  const orders = module({ name: 'orders', path: '/orders', defaults: { access: partner }, routes: [place, list, feed] })
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

test('with --explain a transaction is shown with what comes before it', async () => {
  using folder = makeFolder({
    'app.ts': `
      import { app, define, t } from 'principia'
      import { defineDatabase } from 'principia/database'
      const services = { db: defineDatabase({ migrations: [] }) }
      const { route } = define({ services })
      const join = route(
        'POST /members',
        { access: 'public', body: t.Object({}), idempotent: { prepare: () => 'long work' } },
        ({ prepared }) => prepared,
      )
      export default app({ name: 'club', services, routes: [join] })
    `,
  })
  const { stdout } = await runToEnd(['routes', '--explain'], { cwd: folder.path })
  expect(stdout).toContain(`
  validate       body
  prepare        before the transaction; not for a key whose answer is kept  app.ts:6
    idempotency  once by its key, if it has one, kept 86400000 ms; one transaction of db
      handle     the handler  app.ts:6
`)
})

test('with --explain the compiled pipeline of each is shown, in the order in which it runs', async () => {
  const explained = `
    import { app, defineAccess, defineMiddleware, defineProblem, module, noContent, route, t } from 'principia'
    const partner = defineAccess('partner', { scheme: 'bearer', check: () => ({ id: 'ada' }) })
    const timing = defineMiddleware('timing', (_context, next) => next())
    const tenant = defineMiddleware('tenant', { adds: ['tenant'] }, (_context, next) => next({ tenant: 1 }))
    const gone = defineProblem('gone', 410, 'Gone')
    const place = route(
      'POST /orders/:id',
      {
        access: partner, middleware: [tenant], limit: '60/min per user',
        params: t.Object({ id: t.Integer() }), body: t.Object({}), responses: { 204: null, 410: gone },
      },
      () => noContent(),
    )
    const feed = route('GET /feed', { access: 'public', limit: '9/s', timeout: Infinity }, () => '')
    const broken = route('GET /broken', { access: 'public', timeout: 0 }, () => '')
    const orders = module({ name: 'orders', middleware: [timing], routes: [place] })
    export default app({ name: 'shop', modules: [orders], routes: [feed, broken], bodyLimit: 100 })
  `
  using folder = makeFolder({ 'app.ts': explained })
  const { code, stdout, stderr } = await runToEnd(['routes', '--explain'], { cwd: folder.path })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(`\n${stdout}`).toBe(`
GET /broken  app.ts:16
  \`timeout\` is milliseconds from 1 to 2147483647, or Infinity; got 0.

GET /feed  app.ts:15
  shed      priority normal (503 under load)
  deadline  none
  limit     9/s per address (429 beyond it)
  access    public
  params    as they are in the path
  handle    the handler  app.ts:15
  encode    whatever it gives
  write     with X-Request-Id, security headers, compression

POST /orders/:id  app.ts:7
  shed          priority normal (503 under load)
  deadline      30000 ms, then 503
  timing        middleware  app.ts:4
    tenant      middleware, adds tenant  app.ts:5
      access    partner, by bearer
      limit     60/min per user (429 beyond it)
      body      application/json, 100 bytes at most
      validate  params, body
      handle    the handler  app.ts:7
      encode    204 without content, 410 gone
  write         with X-Request-Id, security headers, compression
`)
  const asJson = await runToEnd(['routes', '--explain', '--json', '--only', 'POST /'], { cwd: folder.path })
  const [place, ...more] = JSON.parse(asJson.stdout) as { pipeline: unknown[] }[]
  expect(more).toEqual([])
  expect(place).toMatchObject({ method: 'POST', path: '/orders/:id', definedAt: 'app.ts:7' })
  expect(place?.pipeline[3]).toEqual({
    name: 'tenant',
    says: 'middleware, adds tenant',
    at: 'app.ts:5',
    depth: 1,
  })
})
