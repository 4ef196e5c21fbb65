import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expect, test } from 'vitest'
import { app, defineMiddleware, problems, reply, route } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { compileCors } from './cors.ts'
import type { Origins } from './origins.ts'

/** As a query builder has it: nothing happens before it is awaited. */
function lazily<T>(value: () => T): PromiseLike<T> {
  return { then: (fulfilled, rejected) => new Promise<T>((done) => done(value())).then(fulfilled, rejected) }
}

const missing = () => {
  throw problems.notFound()
}

/** A Standard Schema that is no promise's subclass's, and takes `{ ok: true }` alone. */
const lazySchema: StandardSchemaV1<{ ok: boolean }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      lazily(() =>
        (value as { ok?: unknown }).ok === true
          ? { value: { ok: true } }
          : { issues: [{ message: 'is not ok' }] },
      ) as never,
  },
}

test('what a handler gives is awaited, whoever made the promise', async () => {
  const rows = route('GET /rows', { access: 'public' }, () => lazily(() => [{ id: 1 }]))
  const none = route('GET /none', { access: 'public' }, () => lazily(missing))
  await using api = await testApp(app({ name: 'lazy', routes: [rows, none] }))
  expect(await (await api.get('/rows')).json()).toEqual([{ id: 1 }])
  expect((await api.get('/none')).status).toBe(404)
})

test('what middleware gives is awaited, whoever made the promise', async () => {
  const lazy = defineMiddleware('lazy', () => lazily(() => reply(202, 'early')))
  const late = route('GET /', { access: 'public', middleware: [lazy] }, () => 'late')
  await using api = await testApp(app({ name: 'lazy', routes: [late] }))
  expect((await api.get('/')).status).toBe(202)
})

test('what a schema says is awaited, whoever made the promise', async () => {
  const strict = route('POST /', { access: 'public', body: lazySchema }, ({ body }) => body)
  await using api = await testApp(app({ name: 'lazy', routes: [strict] }))
  expect((await api.post('/', { ok: true })).status).toBe(200)
  expect((await api.post('/', { ok: 'perhaps' })).status).toBe(422)
})

test('whom a limit counts is awaited, whoever made the promise', async () => {
  const by = ({ header }: { readonly header: (name: string) => string | undefined }) =>
    lazily(() => header('x-tenant'))
  const limited = route(
    'GET /',
    { access: 'public', limit: { name: 'tenant', count: 1, per: 'h', by } },
    () => 'ok',
  )
  await using api = await testApp(app({ name: 'lazy', routes: [limited] }))
  const ask = async (tenant: string) => (await api.get('/', { headers: { 'x-tenant': tenant } })).status
  expect([await ask('a'), await ask('a'), await ask('b')]).toEqual([200, 429, 200])
})

test('a promise is no yes to an origin', () => {
  // What a program without types could write.
  const origins = (async () => false) as unknown as Origins
  expect(() => compileCors({ origins })).toThrow('says true or false, at once; it gave a promise')
})

test('a promise is no yes to who sees the times', async () => {
  const serverTiming = (async () => false) as unknown as () => boolean
  const routes = [route('GET /', { access: 'public' }, () => 'ok')]
  await using api = await testApp(app({ name: 'timed', routes, serverTiming }))
  expect((await api.get('/')).headers.has('server-timing')).toBe(false)
})
