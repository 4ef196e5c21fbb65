import { expect, expectTypeOf, test } from 'vitest'
import { app, currentScope, problems, route, t, type Service } from '../index.ts'
import { testApp } from './index.ts'

const echo = route(
  'POST /echo/:name',
  {
    access: 'public',
    body: t.Object({ text: t.String() }),
    responses: { 201: t.Object({ said: t.String() }) },
  },
  ({ params, body }) => ({ said: `${params.name}: ${body.text}` }),
)
const scope = route('GET /scope', { access: 'public' }, ({ requestId }) => ({
  same: currentScope()?.requestId === requestId,
}))
const missing = route('GET /missing', { access: 'public' }, () => {
  throw problems.notFound('No such thing.')
})

test('a request in memory goes through the whole pipeline', async () => {
  await using api = await testApp(app({ name: 'test', routes: [echo, scope, missing] }))
  const response = await api.post('/echo/ada', { text: 'hi' })
  expect(response.status).toBe(201)
  expect(await response.json()).toEqual({ said: 'ada: hi' })
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await api.post('/echo/ada', { text: 1 })).status).toBe(422)
  expect(await (await api.get('/scope')).json()).toEqual({ same: true })
  expect((await api.get('/missing')).status).toBe(404)
  expect((await api.request('HEAD', '/scope')).status).toBe(200)
  await api.booted.dispatcher.whenIdle()
  expect(api.traces().map(({ route: pattern, status }) => [pattern, status])).toEqual([
    ['/scope', 200],
    ['/missing', 404],
    ['/scope', 200],
    ['/echo/:name', 422],
    ['/echo/:name', 201],
  ])
})

test('large answers and bodies pass in memory', async () => {
  const big = route(
    'POST /big',
    { access: 'public', bodyLimit: 3_000_000, body: t.Object({ text: t.String() }) },
    ({ body }) => body,
  )
  await using api = await testApp(app({ name: 'test', routes: [big] }))
  const text = 'x'.repeat(2_000_000)
  const response = await api.post('/big', { text })
  expect(await response.json()).toEqual({ text })
})

test('its services are there, with their types', async () => {
  const counter: Service<{ count: number }> = { service: 'counter', start: () => ({ count: 1 }) }
  const clock: Service<() => Date> = { service: 'clock', start: () => () => new Date(0) }
  const counting = app({ name: 'test', services: { counter, clock } })
  await using api = await testApp(counting, {
    services: { counter: { service: 'counter', start: () => ({ count: 7 }) } },
  })
  expectTypeOf(api.services).toEqualTypeOf<{
    readonly counter: { count: number }
    readonly clock: () => Date
  }>()
  expect([api.services.counter.count, api.services.clock().getTime()]).toEqual([7, 0])
  await using none = await testApp(app({ name: 'test', routes: [] }))
  // @ts-expect-error -- it has no services
  expect(none.services.counter).toBeUndefined()
})

test('a part of something is changed with patch', async () => {
  const rename = route(
    'PATCH /name',
    { access: 'public', body: t.Object({ name: t.String() }) },
    ({ body, header }) => `${header('x-who')}: ${body.name}`,
  )
  await using api = await testApp(app({ name: 'test', routes: [rename] }))
  const answer = await api.patch('/name', { name: 'Ada' }, { headers: { 'x-who': 'me' } })
  expect(await answer.text()).toBe('me: Ada')
})
