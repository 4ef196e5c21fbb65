import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import { startQuiet } from '../http/fixtures/app.ts'
import { shop } from './fixtures/shop.ts'
import { createClient, ProblemError, UnexpectedAnswer, type Client } from './index.ts'

let running: Awaited<ReturnType<typeof startQuiet>>
let api: Client<typeof shop>
beforeAll(async () => {
  running = await startQuiet(shop.spec)
  api = createClient<typeof shop>({ baseUrl: `${running.url}/`, headers: { authorization: 'Bearer key' } })
})
afterAll(() => running.stop())

test('a success has the body that the route declares, and its headers', async () => {
  const answer = await api('GET /items/:id', { params: { id: 1 } })
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
  expect(answer.body.name.toUpperCase()).toBe('TEA')
  expect(answer).toMatchObject({ ok: true, problem: undefined, body: { id: 1, price: 2.5 } })
  expect(answer.headers.get('x-shelf')).toBe('a')
})

test('a declared problem is told by its name, with all that it says', async () => {
  const add = (name: string) => api('POST /items', { headers: { 'x-till': 2 }, body: { name } })
  const taken = await add('Tea')
  expect(taken).toMatchObject({ ok: false, status: 409, problem: 'item-taken' })
  if (taken.problem === 'item-taken')
    expect(taken.body).toMatchObject({ detail: 'Tea is there already.', id: 1 })
  expect(await add('Gold')).toMatchObject({ ok: false, status: 409, problem: 'out-of-stock' })
})

test('each status that a route declares comes as it is, a body or none', async () => {
  const add = (name: string) => api('POST /items', { headers: { 'x-till': 2 }, body: { name, price: 1 } })
  expect(await add('Rice')).toMatchObject({ ok: true, status: 201, body: { id: 2, name: 'Rice', price: 1 } })
  expect(await add('Later')).toMatchObject({ ok: true, status: 202, body: undefined })
  expect(await api('DELETE /items/:id(\\d+)', { params: { id: 7 } })).toMatchObject({ ok: true, status: 204 })
})

test("the framework's own problems are answers like any other", async () => {
  const invalid = await api('POST /items', { headers: { 'x-till': 2 }, body: { name: '' } })
  if (invalid.status !== 422) throw new Error(`answered ${invalid.status}`)
  expect(invalid.problem).toBe('validation-failed')
  expect(invalid.body.errors.map(({ in: part, pointer }) => [part, pointer])).toEqual([['body', '/name']])
  const stranger = createClient<typeof shop>({ baseUrl: running.url })
  expect(await stranger('POST /items', { headers: { 'x-till': 2 }, body: { name: 'x' } })).toMatchObject({
    status: 401,
    problem: 'unauthorized',
  })
  expect(await api('GET /broken')).toMatchObject({ status: 500, problem: 'internal-error' })
})

test('`ok` gives the body of the success, and throws everything else', async () => {
  expect(await api.ok('GET /items/:id', { params: { id: 1 } })).toEqual({ id: 1, name: 'Tea', price: 2.5 })
  const refused = await api.ok('GET /items/:id', { params: { id: 2 } }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ProblemError)
  expect(refused).toMatchObject({ status: 404, problem: 'unknown-item', message: 'Not 2.', errors: [] })
  const invalid = await api
    .ok('POST /items', { headers: { 'x-till': 2 }, body: { name: '' } })
    .catch((error: unknown) => error)
  expect(invalid).toMatchObject({ errors: [{ in: 'body', pointer: '/name' }] })
})

test('a query has a parameter for each item of a list, and none for what is undefined', async () => {
  const { asked } = await api.ok('GET /items', { query: { tag: ['a b', 'c&d'], limit: 3 } })
  expect(asked).toEqual({ tag: ['a b', 'c&d'], limit: 3 })
  expect((await api.ok('GET /items')).asked).toEqual({})
})

test('parameters arrive as they were given, whatever is in them', async () => {
  const params = { name: 'a/b?c#d%2F é', rest: 'x/y z/%' }
  expect(await api.ok('GET /items/deep/echo/:name/**:rest', { params })).toEqual(params)
})

test('content that is not JSON comes as a Response, once it is asked for', async () => {
  const call = { params: { id: 1 }, accept: 'text/csv; charset=utf-8' } as const
  const answer = await api('GET /items/:id/label', call)
  if (!answer.ok) throw new Error(answer.problem)
  expect(await answer.body.text()).toBe('name,price\nTea,2.5\n')
  expect(await api('GET /items/:id/label', { ...call, params: { id: 2 } })).toMatchObject({
    problem: 'unknown-item',
  })
  expect(await api.ok('GET /items/:id/raw', { params: { id: 1 } })).toEqual({ raw: true })
})

test('content of a range of types is asked for by the range, or by a type in it', async () => {
  for (const accept of ['image/*', 'image/png'] as const) {
    const photo = await api.ok('GET /items/:id/photo', { params: { id: 1 }, accept })
    expect([photo.headers.get('content-type'), await photo.text()]).toEqual(['image/png', 'pixels'])
  }
  const other = api.ok('GET /items/:id/photo', { params: { id: 2 }, accept: 'image/*' })
  await expect(other).rejects.toThrow('application/pdf instead of image/*')
  // @ts-expect-error -- no video is declared
  const video = api.ok('GET /items/:id/photo', { params: { id: 1 }, accept: 'video/mp4' })
  await expect(video).rejects.toBeInstanceOf(UnexpectedAnswer)
})

test('a part of content is asked for by Range, and is an answer of its own', async () => {
  const whole = { params: { id: 1 }, accept: 'image/*' } as const
  const part = (range: string) => api('GET /items/:id/photo', { ...whole, headers: { range } })
  const answer = await part('bytes=1-2')
  if (answer.status !== 206) throw new Error(`It answered ${answer.status}.`)
  expectTypeOf(answer.body).toEqualTypeOf<Response>()
  expect([answer.headers.get('content-range'), await answer.body.text()]).toEqual(['bytes 1-2/6', 'ix'])
  const parts = await part('bytes=0-0,5-5')
  expect(parts).toMatchObject({ ok: true, status: 206 })
  expect(await part('bytes=9-')).toMatchObject({ ok: false, problem: 'range-not-satisfiable' })
  const label = await api('GET /items/:id/raw', { params: { id: 1 } })
  // @ts-expect-error -- JSON is read whole
  expect(label.status === 206).toBe(false)
})

test('bodies that have a form of their own are sent as they are', async () => {
  const picture = new Blob([new Uint8Array(5)], { type: 'image/png' })
  expect(await api.ok('PUT /items/:id/picture', { params: { id: 1 }, body: picture })).toEqual({ size: 5 })
  const lines = await api.ok('POST /items/lines', {
    headers: { 'content-type': 'text/plain' },
    body: 'a;b',
    accept: 'application/x-ndjson',
  })
  expect(await lines.text()).toBe('{"line":"a"}\n{"line":"b"}\n')
})

test('content of another type than the one asked for is unexpected', async () => {
  // @ts-expect-error -- the route declares CSV, so the call has to say so
  const silent = api.ok('GET /items/:id/label', { params: { id: 1 } })
  await expect(silent).rejects.toThrow('answered 200 with text/csv instead of JSON')
  // @ts-expect-error -- and it has to say CSV
  const wrong = api('GET /items/:id/label', { params: { id: 1 }, accept: 'text/html' })
  await expect(wrong).rejects.toBeInstanceOf(UnexpectedAnswer)
})

test('headers may be made anew for each call, and a call has its own', async () => {
  const tokens = ['old', 'key', 'key']
  const renewing = createClient<typeof shop>({
    baseUrl: running.url,
    headers: async () => ({ authorization: `Bearer ${tokens.shift()}`, 'x-till': 5 }),
  })
  const add = () => renewing('POST /items', { headers: { 'x-till': 6 }, body: { name: 'x' } })
  expect(await add()).toMatchObject({ status: 401 })
  expect(await add()).toMatchObject({ body: { id: 6 } })
})
