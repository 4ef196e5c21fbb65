import { expect, test } from 'vitest'
import { app, module, route, t } from '../index.ts'
import { RequestContext } from '../http/context.ts'
import { testApp } from '../testing/index.ts'
import { bootApp } from './index.ts'

const quiet = { env: { LOG_LEVEL: 'silent' } }
const open = { access: 'public' } as const

test('every mistake in an app is named at once, each with the place of the route', async () => {
  const broken = app({
    name: 'broken',
    cors: { origins: '*', credentials: true },
    services: { user: { service: 'thing', start: () => 1 } },
    modules: [module({ name: 'users', path: '/users', routes: [route('GET /:id', open, () => 1)] })],
    routes: [
      route('GET /users/:name', open, () => 1),
      route('GET /nobody', {}, () => 1),
      route('GET /a//b', open, () => 1),
      route('GET /body', { ...open, body: t.Object({}) }, () => 1),
      route('GET /limited', { ...open, limit: '60 per minute' }, () => 1),
      route('GET /items/:item', { ...open, params: t.Object({ id: t.String() }) }, () => 1),
    ],
  })
  const refusal: unknown = await bootApp(broken, quiet).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ name: 'StartFault', exitCode: 78 })
  const message = (refusal as Error).message
  expect(message).toContain('broken cannot start; there are 9 mistakes:')
  for (const part of [
    /GET \/users\/:id \(.*check\.test\.ts:\d+\): answers the same requests as GET \/users\/:name \(.*check\.test\.ts:\d+\)/,
    /GET \/nobody \(.*check\.test\.ts:\d+\): it does not say who may call it/,
    /GET \/a\/\/b \(.*check\.test\.ts:\d+\): Route pattern "\/a\/\/b": it has an empty segment/,
    /GET \/body \(.*\): a GET has no body/,
    /GET \/limited \(.*\): "60 per minute" is not a limit/,
    /GET \/items\/:item \(.*\): `params` declares "id"/,
    /GET \/items\/:item \(.*\): the path has ":item"/,
    /The service "user" has the name/,
    /cors: .*credentials need a list of origins/,
  ]) {
    expect(message).toMatch(part)
  }
})

test('every mistake in the settings is named at once, and a secret is never quoted', async () => {
  const env = { PORT: '99999', LOG_LEVEL: 'loud', SHUTDOWN_DEADLINE: 'soon' }
  const refusal: unknown = await bootApp(app({ name: 'wrong' }), { env }).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ exitCode: 78 })
  const message = (refusal as Error).message
  expect(message).toContain('there are 3 mistakes:')
  expect(message).toMatch(/PORT .*but is "99999"/)
  expect(message).toMatch(/LOG_LEVEL must be one of debug, info, warn, error, silent, but is "loud"/)
  expect(message).toMatch(/SHUTDOWN_DEADLINE .*but is "soon"/)
})

test('no service can have the name of something that every context has', async () => {
  const names: string[] = []
  const look = route('GET /', open, (context) => {
    names.push(...Object.keys(context), ...Object.getOwnPropertyNames(RequestContext.prototype))
    return 1
  })
  await using api = await testApp(app({ name: 'look', routes: [look] }))
  await api.get('/')
  expect(names).toContain('log')
  for (const name of names.filter((one) => one !== 'constructor')) {
    const services = { [name]: { service: 'thing', start: () => 1 } }
    await expect(bootApp(app({ name: 'clash', services }), quiet)).rejects.toThrow(
      `The service "${name}" has the name`,
    )
  }
})

test('options that have no meaning for a method are named', async () => {
  const broken = app({
    name: 'broken',
    routes: [
      route('GET /read', { access: 'public', precondition: 'required' }, () => 1),
      route('PUT /written', { access: 'public', ranges: true }, () => 1),
    ],
  })
  await expect(bootApp(broken, quiet)).rejects.toThrow(
    /GET \/read .*`precondition` is for methods that change something.*\n.*PUT \/written .*`ranges` is for GET/,
  )
})
