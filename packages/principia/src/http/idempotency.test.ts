import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { app, multipart, ndjson, route, stream, t, type RouteSpec } from '../index.ts'
import { sql } from '../database/index.ts'
import { idempotencyStore, sweep } from '../database/idempotency.ts'
import { freshServices, testApp, testDatabase, type TestRequest } from '../testing/index.ts'
import { QUIET_ENV, startQuiet } from './fixtures/app.ts'
import { moments, ordersDatabase, shop } from './fixtures/orders.ts'

let api: Awaited<ReturnType<typeof testApp>>
beforeAll(async () => void (api = await testApp(shop)))
afterAll(() => api.close())
beforeEach(() => {
  delete moments.inHandler
  delete moments.beforeAnswer
})

let last = 0
const newKey = () => `key-${++last}`
const post = (item: string, key?: string, { headers, ...more }: TestRequest = {}, path = '/orders') =>
  api.post(
    path,
    { item },
    {
      ...more,
      headers: { 'x-user': 'ada', ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
    },
  )
const orders = async () => Number(await (await api.get('/orders/count')).text())

describe('a request with an Idempotency-Key', () => {
  it('is carried out once, and its answer given again to whoever asks again', async () => {
    const before = await orders()
    const key = newKey()
    const first = await post('book', key)
    const again = await post('book', key)
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null])
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    for (const name of ['location', 'content-type', 'content-length']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name))
    }
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
    expect(await again.json()).toEqual(await first.json())
    expect(await orders()).toBe(before + 1)
  })

  it('does not sign in whoever repeats it', async () => {
    const key = newKey()
    expect((await post('book', key)).headers.get('set-cookie')).toBe('session=secret')
    expect((await post('book', key)).headers.get('set-cookie')).toBeNull()
  })

  it.each(['bytes', 'nothing', 'sold out'])('has its answer kept byte by byte: %s', async (item) => {
    const key = newKey()
    const [first, again] = [await post(item, key), await post(item, key)]
    expect([again.status, again.headers.get('content-type')]).toEqual([
      first.status,
      first.headers.get('content-type'),
    ])
    expect(await again.bytes()).toEqual(await first.bytes())
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  it.each([
    ['another body', 'pen', {}, '/orders'],
    ['another type of body', 'book', { headers: { 'content-type': 'application/vnd.shop+json' } }, '/orders'],
    ['another query', 'book', {}, '/orders?urgent'],
  ])('is refused when the key came with %s', async (_what, item, more, path) => {
    const before = await orders()
    const key = newKey()
    await post('book', key)
    const answer = await post(item, key, more, path)
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { type: '/problems/idempotency-key-reused' },
    ])
    expect(await orders()).toBe(before + 1)
  })

  it.each([false, true])(
    'is compared by the bytes of its body, whatever reads them (compressed: %s)',
    async (coded) => {
      const before = await orders()
      const send = (key: string, text: string) =>
        api.post('/notes', undefined, {
          headers: {
            'content-type': 'text/plain',
            'idempotency-key': key,
            ...(coded && { 'content-encoding': 'gzip' }),
          },
          body: coded ? new Uint8Array(gzipSync(text)) : text,
        })
      const key = newKey()
      const long = 'x'.repeat(200_000)
      expect(await (await send(key, long)).text()).toBe(long)
      expect((await send(key, long)).headers.get('idempotency-replayed')).toBe('true')
      expect((await send(key, `${long}y`)).status).toBe(422)
      expect(await orders()).toBe(before + 1)
    },
  )

  it('is another one for another caller, and on another route', async () => {
    const before = await orders()
    const key = newKey()
    await post('book', key)
    await post('book', key, { headers: { 'x-user': 'bob' } })
    await post('book', key, {}, '/public')
    expect(await orders()).toBe(before + 3)
  })

  it('is another one on another host, and in another version', async () => {
    const idempotent = true
    const where = route('POST /where', { access: 'public', idempotent }, ({ host }) => ({ host }))
    const version = route(
      'POST /version',
      { access: 'public', version: ['1', '2'], idempotent },
      ({ header }) => ({ version: header('api-version') }),
    )
    const versioning = { by: 'header', versions: ['1', '2', '3'] } as const
    const latest = route('POST /version', { access: 'public', version: '3', idempotent }, () => ({
      version: 'latest',
    }))
    const services = { db: ordersDatabase }
    const routes = [where, version, latest]
    await using places = await testApp(app({ name: 'places', docs: false, services, versioning, routes }))
    const ask = async (path: string, headers: Record<string, string>) => {
      const answer = await places.post(path, undefined, { headers: { 'idempotency-key': 'one', ...headers } })
      return [answer.headers.get('idempotency-replayed'), await answer.json()]
    }
    const host = (name: string) => ask('/where', { host: name })
    expect(await host('one.example')).toEqual([null, { host: 'one.example' }])
    expect(await host('two.example')).toEqual([null, { host: 'two.example' }])
    expect(await host('TWO.example:80')).toEqual(['true', { host: 'two.example' }])
    const inVersion = (name: string) => ask('/version', { 'api-version': name })
    expect(await inVersion('1')).toEqual([null, { version: '1' }])
    expect(await inVersion('2')).toEqual([null, { version: '2' }])
    expect(await inVersion('3')).toEqual([null, { version: 'latest' }])
    expect(await inVersion('1')).toEqual(['true', { version: '1' }])
  })

  it.each(['unknown', 'fault', 'later', 'stream'])(
    'that fails leaves nothing behind, so it can be sent again: %s',
    async (item) => {
      const before = await orders()
      const key = newKey()
      const first = await post(item, key)
      const again = await post(item, key)
      expect(first.status).toBe({ unknown: 404, fault: 500, later: 503, stream: 500 }[item])
      expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([first.status, null])
      expect(await orders()).toBe(before)
    },
  )

  it('finds the answer to the twin that it overtook, or a 409 while that is under way', async () => {
    const database = freshServices(shop)
    await using server = await startQuiet(shop.spec, { services: database })
    const send = () =>
      fetch(`${server.url}/orders`, {
        method: 'POST',
        headers: { 'x-user': 'ada', 'idempotency-key': '"twin"', 'content-type': 'application/json' },
        body: '{"item":"book"}',
      })
    const inside = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    moments.inHandler = () => {
      inside.resolve()
      return goOn.promise
    }
    const first = send()
    await inside.promise
    const twins = await Promise.all([send(), send(), send()])
    expect(twins.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [409, '1'],
      [409, '1'],
      [409, '1'],
    ])
    expect(await twins[0]?.json()).toMatchObject({ type: '/problems/idempotency-key-in-use' })
    goOn.resolve()
    const made = await (await first).json()
    expect(await (await send()).json()).toEqual(made)
    expect(await (await fetch(`${server.url}/orders/count`)).text()).toBe('1')
  })

  it('of many at once only one is carried out, at any isolation', async () => {
    const before = await orders()
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 12 }, () => post('book', key, {}, '/public')))
    const statuses = new Set(answers.map(({ status }) => status))
    expect([...statuses].filter((status) => status !== 201 && status !== 409)).toEqual([])
    expect(answers.filter(({ headers }) => headers.has('idempotency-replayed')).length).toBeLessThan(12)
    expect((await post('book', key, {}, '/public')).headers.get('idempotency-replayed')).toBe('true')
    expect(await orders()).toBe(before + 1)
  })

  it.each([
    ['in-handler', 0],
    ['before-answer', 1],
  ])('survives that the process dies: %s', async (moment, kept) => {
    await using db = await testDatabase(ordersDatabase)
    const stored = async () => (await db.selectFrom('orders').selectAll().execute()).length
    const send = (url: string) =>
      fetch(`${url}/orders`, {
        method: 'POST',
        headers: { 'x-user': 'ada', 'idempotency-key': 'crash', 'content-type': 'application/json' },
        body: '{"item":"book"}',
      })
    const doomed = await startChild(db.url, moment)
    await expect(send(doomed.url)).rejects.toThrow('fetch failed')
    await doomed.ended
    expect(await stored()).toBe(kept)

    const { url } = await startChild(db.url)
    const again = await send(url)
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([
      201,
      kept === 1 ? 'true' : null,
    ])
    expect([await again.json(), await stored()]).toEqual([{ id: expect.any(Number), item: 'book' }, 1])
  })
})

describe('an Idempotency-Key', () => {
  it.each([
    '"a"',
    'a',
    '"with space"',
    String.raw`"\"\\"`,
    '8e03978e-40d5-43dd-bc93-6894a57f9324',
    'x'.repeat(255),
  ])('may be %s', async (key) => expect((await post('book', key)).status).toBe(201))

  it.each(['', '""', '"a', 'a b', '"a", "b"', 'a,b', '"\\a"', 'café', 'x'.repeat(256), '"a";p=1'])(
    'may not be %j',
    async (key) => {
      const answer = await post('book', key)
      expect([answer.status, await answer.json()]).toMatchObject([400, { type: '/problems/bad-request' }])
    },
  )

  it('is the same with and without quotes', async () => {
    const key = newKey()
    await post('book', key)
    expect((await post('book', `"${key}"`)).headers.get('idempotency-replayed')).toBe('true')
  })

  it('may be left out where it is not required, and the work is still one transaction', async () => {
    const before = await orders()
    expect([(await post('book')).status, (await post('book')).status]).toEqual([201, 201])
    expect((await post('unknown')).status).toBe(404)
    expect(await orders()).toBe(before + 2)
  })

  it('is asked for where it is required, before anything is read', async () => {
    const answer = await api.post('/public', 'no object')
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { type: '/problems/idempotency-key-missing' },
    ])
  })

  it('needs callers who can be told apart', async () => {
    const answer = await api.post('/orders', { item: 'book' }, { headers: { 'idempotency-key': newKey() } })
    expect(answer.status).toBe(500)
  })
})

describe('answers that were kept', () => {
  it('are carried out anew and deleted when their time is over', async () => {
    await using db = await testDatabase(ordersDatabase)
    const store = idempotencyStore(db)
    await store.prepare()
    await store.prepare()
    const claim = (id: number, ttl: number) => ({
      id: Buffer.alloc(32, id),
      fingerprint: Buffer.alloc(32),
      ttl,
    })
    const answer = { status: 204, type: '', headers: {}, tag: undefined, content: undefined }
    const run = (id: number, ttl: number) =>
      store.run(() => Promise.resolve(answer), { claim: claim(id, ttl), isolation: undefined })
    for (const [id, ttl] of [
      [1, 60_000],
      [2, 60_000],
      [3, 60_000],
      [4, 86_400_000],
    ] as const)
      await run(id, ttl)
    expect(await run(1, 60_000)).toMatchObject({ kind: 'kept', answer: { status: 204, content: undefined } })

    await sql`update principia_idempotency set expires_at = expires_at - interval '1 hour'`.execute(db)
    expect(await run(1, 60_000)).toEqual({ kind: 'done' })
    expect(await sweep(db, 1)).toBe(2)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from principia_idempotency`.execute(
      db,
    )
    expect(rows).toEqual([{ n: 2 }])
    store.close()
  })
})

describe('`idempotent`', () => {
  const start = (method: 'POST' | 'PUT', spec: Partial<RouteSpec>, services = {}) =>
    testApp(
      app({
        name: 'shop',
        services,
        routes: [route(`${method} /`, { access: 'public', body: t.Object({}), ...spec }, () => undefined)],
      }),
    )
  const db = ordersDatabase

  it.each([
    [() => start('POST', { idempotent: true }), /keeps answers in a database; add one/],
    [
      () => start('PUT', { idempotent: true }, { db }),
      /is for POST and PATCH; a PUT is idempotent by itself/,
    ],
    [
      () => start('POST', { idempotent: true }, { db, other: db }),
      /several databases: name one .* of db, other/,
    ],
    [
      () => start('POST', { idempotent: { service: 'dp' } }, { db }),
      /`idempotent.service` is "dp", .*it has db/,
    ],
    [
      () => start('POST', { idempotent: { ttl: 5 } }, { db }),
      /`idempotent.ttl` is milliseconds, 1000 at least; got 5/,
    ],
    [
      () => start('POST', { idempotent: { isolation: 'none' as never } }, { db }),
      /one of read committed, .*; got none/,
    ],
    [() => start('POST', { idempotent: { tll: 5000 } as never }, { db }), /has no option "tll"/],
    [() => start('POST', { idempotent: true, timeout: Infinity }, { db }), /needs a `timeout`/],
    [
      () => start('POST', { idempotent: true, body: stream() }, { db }),
      /compares bodies as they were sent.*`stream`/,
    ],
    [
      () => start('POST', { idempotent: true, body: multipart({}) }, { db }),
      /before the handler runs.*`multipart`/,
    ],
    [
      () => start('POST', { idempotent: true, responses: { 200: ndjson(t.Any()) } }, { db }),
      /a stream cannot be kept/,
    ],
  ])('is refused at start where it makes no sense (%#)', (starting, message) =>
    expect(starting()).rejects.toThrow(message),
  )
})

/** The shop as a process of its own. */
async function startChild(databaseUrl: string, moment = '') {
  const child = spawn(
    process.execPath,
    ['--conditions=principia-source', join(import.meta.dirname, 'fixtures', 'orders-child.ts'), moment],
    {
      env: { ...process.env, ...QUIET_ENV, DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { url, ended }
}
