import { Readable } from 'node:stream'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { memoryLogger } from '../http/fixtures/app.ts'
import {
  app,
  currentScope,
  define,
  defineAccess,
  defineMiddleware,
  media,
  module,
  problems,
  reply,
  route,
  t,
  type App,
  type AppSpec,
  type Service,
} from '../index.ts'
import { testApp } from '../testing/index.ts'

const tenant = defineMiddleware('tenant', { adds: ['tenant'] }, async ({ header }, next) => {
  const name = header('x-tenant')
  if (name === undefined) throw problems.badRequest('Name a tenant.')
  const answer = await next({ tenant: { name } })
  answer.headers.set('X-Tenant-Seen', name)
  return answer
})

const trail = (letter: string) =>
  defineMiddleware(letter, async ({ trace }, next) => {
    trace.logs = [...(trace.logs ?? []), { at: 0, level: 'info', message: `${letter} in` }]
    const answer = await next()
    answer.headers.append('x-trail', letter)
    return answer
  })

const nothing = { access: 'public' } as const

async function ask(api: App | Parameters<typeof app>[0]['routes'], path = '/', headers = {}, method = 'GET') {
  await using tested = await testApp(
    Array.isArray(api) ? app({ name: 'test', docs: false, routes: api }) : (api as App),
  )
  const answer = await tested.request(method, path, { headers })
  const text = await answer.text()
  await tested.booted.dispatcher.whenIdle()
  return { status: answer.status, headers: answer.headers, text, trace: tested.traces()[0] }
}

describe('a middleware', () => {
  it('adds to the context of what is inside, with its type', async () => {
    const whose = route('GET /', { ...nothing, middleware: [tenant] }, (context) => {
      expectTypeOf(context.tenant).toEqualTypeOf<{ name: string }>()
      return context.tenant
    })
    const { status, text, headers } = await ask([whose], '/', { 'x-tenant': 'acme' })
    expect([status, text, headers.get('x-tenant-seen')]).toEqual([200, '{"name":"acme"}', 'acme'])
    expect((await ask([whose])).status).toBe(400)
  })

  it('runs around access, body and handler: app first, then modules from outside in, then the route', async () => {
    const rule = defineAccess('rule', {
      check: ({ trace }) => ({ id: (trace.logs ?? []).map(({ message }) => message).join(', ') }),
    })
    const inner = module({
      name: 'inner',
      middleware: [trail('inner')],
      routes: [route('GET /', { access: rule, middleware: [trail('route')] }, ({ user }) => user.id)],
    })
    const outer = module({ name: 'outer', middleware: [trail('outer')], routes: [inner] })
    const order = app({ name: 'test', middleware: [trail('app')], modules: [outer] })
    const { text, headers, trace } = await ask(order)
    expect(text).toBe('app in, outer in, inner in, route in')
    expect(headers.get('x-trail')).toBe('route, inner, outer, app')
    expect(trace?.stages.filter((part) => typeof part === 'string')).toEqual([
      'app',
      'outer',
      'inner',
      'route',
      'access',
      'handle',
      'route, back',
      'inner, back',
      'outer, back',
      'app, back',
      'send',
    ])
  })

  it('may answer instead, with any status', async () => {
    const closed = defineMiddleware('closed', () => reply(418, { why: 'tea' }, { 'x-own': 'yes' }))
    const never = route('GET /', { ...nothing, middleware: [closed], responses: { 204: null } }, () => {
      throw new Error('the handler ran')
    })
    const { status, text, headers, trace } = await ask([never])
    expect([status, text, headers.get('x-own')]).toEqual([418, '{"why":"tea"}', 'yes'])
    expect(trace?.stages.filter((part) => typeof part === 'string')).toEqual(['closed', 'send'])
  })

  it('may change status, headers and content, and the entity tag is that of what is sent', async () => {
    const change = defineMiddleware('change', async (_context, next) => {
      const answer = await next()
      expect([answer.content, answer.headers.get('content-type')]).toEqual(['{"a":1}', 'application/json'])
      expect([answer.headers.get('etag'), answer.headers.has('x-gone')]).toEqual(['"of-the-handler"', true])
      answer.headers.delete('X-Gone')
      answer.content = 'changed'
      answer.headers.set('content-type', 'text/plain')
      return answer
    })
    const make = () => reply(200, { a: 1 }, { etag: '"of-the-handler"', 'x-gone': '1' })
    const { text, headers } = await ask([route('GET /', { ...nothing, middleware: [change] }, make)])
    expect([text, headers.get('content-type'), headers.get('x-gone')]).toEqual([
      'changed',
      'text/plain',
      null,
    ])
    expect(headers.get('etag')).toMatch(/^"[\w-]{27}"$/)
    const plain = await ask([route('GET /', nothing, () => reply(200, 'changed'))])
    expect(headers.get('etag')).toBe(plain.headers.get('etag'))
  })

  it('sees a problem from inside, and may answer something else', async () => {
    const seen: string[] = []
    const outer = defineMiddleware('outer', async (_context, next) => {
      try {
        return await next()
      } catch (error) {
        seen.push(String(error))
        return reply(200, 'caught')
      }
    })
    const inner = defineMiddleware('inner', async (_context, next) => {
      await next().catch((error: unknown) => seen.push(`inner: ${String(error)}`))
      throw problems.notFound('Nothing.')
    })
    const { status, text } = await ask([
      route('GET /', { ...nothing, middleware: [outer, inner] }, () => {
        throw new TypeError('broken')
      }),
    ])
    expect([status, text, seen]).toEqual([200, 'caught', ['inner: TypeError: broken', 'Problem: Nothing.']])
  })

  it('with next.settled() gets the answer to a failure, and the fault is logged', async () => {
    const { logger, lines } = memoryLogger()
    const always = defineMiddleware('always', async (_context, next) => {
      const answer = await next.settled()
      answer.headers.set('x-always', String(answer.status))
      return answer
    })
    const broken = route('GET /', { ...nothing, middleware: [always] }, () => {
      throw new Error('the password is hunter2')
    })
    await using api = await testApp(app({ name: 'test', routes: [broken] }), { logger })
    const answer = await api.get('/')
    expect([answer.status, answer.headers.get('x-always')]).toEqual([500, '500'])
    expect(await answer.text()).not.toContain('hunter2')
    expect(JSON.stringify(lines)).toContain('hunter2')
  })

  it('lets a stream through untouched', async () => {
    const touch = defineMiddleware('touch', async (_context, next) => {
      const answer = await next()
      expect(answer.content).toBeInstanceOf(Readable)
      answer.headers.set('x-touched', 'yes')
      return answer
    })
    const stream = route(
      'GET /',
      { ...nothing, middleware: [touch], responses: { 200: media('text/csv') } },
      () => Readable.from(['a,', 'b']),
    )
    const { text, headers } = await ask([stream])
    expect([text, headers.get('x-touched'), headers.get('content-type')]).toEqual(['a,b', 'yes', 'text/csv'])
  })

  it('that answers over a stream gives it up', async () => {
    const source = new Readable({ read() {} })
    const over = defineMiddleware('over', async (_context, next) => {
      await next()
      return reply(200, 'mine')
    })
    const { text } = await ask([route('GET /', { ...nothing, middleware: [over] }, () => source)])
    expect([text, source.destroyed]).toEqual(['mine', true])
  })

  it('and what is inside share the scope of the request', async () => {
    const scoped = defineMiddleware('scoped', { adds: ['seen'] }, (_context, next) =>
      next({ seen: currentScope()?.requestId }),
    )
    const { text, headers } = await ask([
      route('GET /', { ...nothing, middleware: [scoped] }, async ({ seen }) => {
        await new Promise(setImmediate)
        return [seen, currentScope()?.requestId]
      }),
    ])
    const id = headers.get('x-request-id')
    expect(JSON.parse(text)).toEqual([id, id])
  })

  it.each([
    ['calls next() twice', async (next: () => Promise<unknown>) => (await next(), next()), 'next() twice'],
    ['neither calls next() nor answers', () => undefined, 'neither called next() nor answered'],
    ['returns something else', () => 'text', 'returned string'],
    ['gives next() what it does not name', (next: (x: object) => unknown) => next({ other: 1 }), '"other"'],
  ])('that %s is a fault that says so', async (_what, run, message) => {
    const { logger, lines } = memoryLogger()
    const wrong = defineMiddleware('wrong', (_context, next) => run(next as never) as never)
    const routes = [route('GET /', { ...nothing, middleware: [wrong] }, () => 'fine')]
    await using api = await testApp(app({ name: 'test', routes }), { logger })
    expect((await api.get('/')).status).toBe(500)
    expect(JSON.stringify(lines)).toContain(JSON.stringify(message).slice(1, -1))
    expect(JSON.stringify(lines)).toContain('middleware.test.ts:')
  })

  it('that forgets to return what next() gave still gives that answer', async () => {
    const forgetful = defineMiddleware('forgetful', (async (
      _context: unknown,
      next: () => Promise<unknown>,
    ) => {
      void next()
    }) as never)
    expect(await ask([route('GET /', { ...nothing, middleware: [forgetful] }, () => 'fine')])).toMatchObject({
      status: 200,
      text: 'fine',
    })
  })

  it.each([204, 999])('that makes the status %i of an answer with content is a fault', async (status) => {
    const wrong = defineMiddleware('wrong', async (_context, next) => {
      const answer = await next()
      answer.status = status
      return answer
    })
    expect((await ask([route('GET /', { ...nothing, middleware: [wrong] }, () => 'x')])).status).toBe(500)
  })

  it('may not set the headers that say where an answer ends', async () => {
    const smuggler = defineMiddleware('smuggler', async (_context, next) => {
      const answer = await next()
      answer.headers.set('Content-Length', '5')
      return answer
    })
    expect((await ask([route('GET /', { ...nothing, middleware: [smuggler] }, () => 'x')])).status).toBe(500)
  })
})

describe('define({ middleware })', () => {
  const clock: Service<{ now(): number }> = { service: 'clock', start: () => ({ now: () => 42 }) }
  const services = { clock }
  const timed = define({ services }).defineMiddleware('timed', { adds: ['at'] }, (context, next) =>
    next({ at: context.clock.now() }),
  )
  const known = define({ services, middleware: [timed] })
  const double = known.defineMiddleware('double', { adds: ['twice'] }, ({ at }, next) =>
    next({ twice: at * 2 }),
  )
  const show = known.route('GET /', { ...nothing, middleware: [double] }, ({ at, twice }) => {
    expectTypeOf(twice).toEqualTypeOf<number>()
    return { at, twice }
  })

  it('gives routes, rules and other middleware what it adds', async () => {
    const rule = known.defineAccess('timed', { check: ({ at }) => ({ id: `at ${at}` }) })
    const who = known.route('GET /who', { access: rule }, ({ user }) => user.id)
    const timer = app({ name: 'timer', services, middleware: [timed], routes: [show, who] })
    expect((await ask(timer)).text).toBe('{"at":42,"twice":84}')
    expect((await ask(timer, '/who')).text).toBe('at 42')
  })

  it.each([
    ['is not applied', {}, /made by `define` with the middleware "timed" \(.*\), which is not applied/],
    [
      'is applied too far inside',
      { routes: [{ ...show, spec: { ...show.spec, middleware: [double, timed] } }] },
      /middleware "double" \(.*\) is to run inside of "timed"/,
    ],
    ['is applied twice', { middleware: [timed, timed] }, /"timed" \(.*\) is applied twice/],
    ['lacks its service', { middleware: [timed], services: {} }, /"timed" \(.*\) counts on `clock`/],
    ['is none', { middleware: [(() => undefined) as never] }, /`middleware` lists a function/],
    [
      'adds what another adds',
      { middleware: [timed, adds('at')] },
      /"adds at" \(.*\) adds "at", and so does "timed"/,
    ],
    [
      'adds a service’s name',
      { middleware: [timed, adds('clock')] },
      /adds "clock", which every handler has/,
    ],
    ['adds a built-in name', { middleware: [timed, adds('body')] }, /adds "body", which every handler has/],
  ])('refuses to start when it %s', async (_what, spec, message) => {
    const starting = testApp(app({ name: 'timer', services, routes: [show], ...(spec as Partial<AppSpec>) }))
    await expect(starting).rejects.toThrow(message)
  })
})

function adds(name: string) {
  return defineMiddleware(`adds ${name}`, { adds: [name] }, (_context, next) => next({ [name]: 1 } as never))
}

it('a route with a schema keeps its types beside additions', async () => {
  const both = route(
    'POST /:id',
    { ...nothing, middleware: [tenant], body: t.Object({ n: t.Integer() }) },
    ({ tenant: { name }, body, params }) => `${name} ${body.n} ${params.id}`,
  )
  await using api = await testApp(app({ name: 'test', routes: [both] }))
  const answer = await api.post('/7', { n: 1 }, { headers: { 'x-tenant': 'acme' } })
  expect(await answer.text()).toBe('acme 1 7')
})
