import { describe, expect, it } from 'vitest'
import { app, bearerToken, defineAccess, problems, route, t, type AccessRule } from '../index.ts'
import { openApiDocument } from '../openapi/index.ts'
import { testApp } from '../testing/index.ts'

interface User {
  readonly id: string
}

const users = new Map<string, User>([['right', { id: 'ada' }]])

/** As a query builder has it: nothing happens before it is awaited. */
function lazily<T>(value: () => T): PromiseLike<T> {
  return {
    then: (fulfilled, rejected) => new Promise<T>((resolve) => resolve(value())).then(fulfilled, rejected),
  }
}

function shopWith(access: AccessRule<unknown, never>) {
  return app({ name: 'shop', routes: [route('GET /', { access }, ({ user }) => ({ user: user ?? null }))] })
}

/** What a program without types could write. */
function untyped(found: unknown, optional = false): AccessRule<unknown, never> {
  return { access: 'untyped', scheme: 'bearer', optional, check: () => found }
}

describe('an access rule that gives nobody', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['false', false],
    ['a promise of nobody', Promise.resolve(undefined)],
    ['what is awaited to nobody', lazily(() => undefined)],
    ['what is awaited to false', lazily(() => false)],
  ])('as %s refuses the caller, with its challenge', async (_name, found) => {
    await using api = await testApp(shopWith(untyped(found)))
    const answer = await api.get('/')
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await answer.json()).toMatchObject({ type: '/problems/unauthorized' })
  })

  it.each([
    ['true', true],
    ['a string', 'ada'],
    ['a list', []],
    ['a promise of true', Promise.resolve(true)],
    ['a function', () => ({ id: 'ada' })],
  ])('as %s is a fault of the program, and lets nobody in', async (_name, found) => {
    for (const optional of [false, true]) {
      await using api = await testApp(shopWith(untyped(found, optional)))
      expect((await api.get('/')).status).toBe(500)
    }
  })

  it.each([
    ['a problem', problems.forbidden('Not today.'), 403],
    ['a promise of a problem', Promise.resolve(problems.forbidden('Not today.')), 403],
    ['any other error', new Error('the directory is down'), 500],
  ])('as %s answers with that, as if it were thrown', async (_name, found, status) => {
    await using api = await testApp(shopWith(untyped(found, true)))
    const answer = await api.get('/')
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toContain('directory')
  })

  it('lets everybody call where it is optional, and says who it is', async () => {
    const anyone = defineAccess('anyone', {
      scheme: 'bearer',
      optional: true,
      check: ({ header }) => users.get(bearerToken(header('authorization')) ?? ''),
    })
    const shop = shopWith(anyone)
    await using api = await testApp(shop)
    const known = await api.get('/', { headers: { authorization: 'Bearer right' } })
    expect([await known.json(), await (await api.get('/')).json()]).toEqual([
      { user: { id: 'ada' } },
      { user: null },
    ])
    const document = openApiDocument({ name: 'shop', routes: shop.routes })
    expect(document.paths['/']?.get?.security).toEqual([{ bearer: [] }, {}])
  })
})

describe('what a rule finds', () => {
  it('is awaited, whoever made the promise', async () => {
    const rule = defineAccess('lazy', {
      check: ({ header }) =>
        lazily(() => {
          const user = users.get(header('x-token') ?? '')
          if (user === undefined) throw new Error('no row')
          return user
        }),
    })
    const lazy = shopWith(rule)
    await using api = await testApp(lazy)
    const answer = await api.get('/', { headers: { 'x-token': 'right' } })
    expect(await answer.json()).toEqual({ user: { id: 'ada' } })
    expect((await api.get('/')).status).toBe(500)
  })

  it('is an object, or the program does not compile', () => {
    // @ts-expect-error -- who is it?
    defineAccess('boolean', { check: () => true })
    // @ts-expect-error -- who is it?
    defineAccess('promise', { check: async ({ header }) => header('x-token') === 'right' })
    // @ts-expect-error -- where there is no such user
    defineAccess('undefined', { check: ({ header }) => users.get(header('x-token') ?? '') })
    // @ts-expect-error -- where there is no such user
    defineAccess('later', { check: async ({ header }) => users.get(header('x-token') ?? '') })
    // @ts-expect-error -- rows, of which there may be none
    defineAccess('rows', { check: async () => [...users.values()] })
    // @ts-expect-error -- who is it?
    defineAccess('anyone', { optional: true, check: () => true })
    const known = defineAccess('known', { check: async () => ({ id: 'ada' }) })
    const anyone = defineAccess('anyone', {
      optional: true,
      check: async ({ header }) => users.get(header('x-token') ?? '') ?? null,
    })
    route('GET /', { access: known }, ({ user }) => user.id)
    route('GET /', { access: anyone }, ({ user }) => user?.id)
    // @ts-expect-error -- nobody may be known
    route('GET /', { access: anyone, responses: { 200: t.String() } }, ({ user }) => user.id)
  })
})
