import { describe, expect, it } from 'vitest'
import {
  app,
  defineAccess,
  defineConfig,
  defineProblem,
  media,
  module,
  route,
  t,
  type AppSpec,
} from '../index.ts'
import { resource } from '../crud/index.ts'
import { bootApp } from './index.ts'

const open = { access: 'public' } as const
const hello = route('GET /hello', open, () => 'hello')
const users = module({ name: 'users', routes: [route('GET /users', open, () => [])] })
const outOfStock = defineProblem('out-of-stock', 409, 'There is none left')

/** The mistakes of an app as a program without types could write it. */
async function mistakesOf(spec: Readonly<Record<string, unknown>>): Promise<string[]> {
  const env = { LOG_LEVEL: 'silent' }
  const declared = { name: 'shop', ...spec } as unknown as AppSpec
  const refusal: unknown = await bootApp(app(declared), { env }).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ name: 'StartFault' })
  return (refusal as Error).message.split('\n  - ').slice(1)
}

function withRoute(spec: Readonly<Record<string, unknown>>, target = 'GET /x'): { routes: unknown[] } {
  return { routes: [route(target as 'GET /x', { ...open, ...spec } as never, (() => 1) as never)] }
}

describe('a mistake in what an app is made of is a sentence, and the only one', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no name', { name: undefined }, 'app(): it has no `name`; add one'],
    ['a module among routes', { routes: [users] }, 'app(): `routes[0]` is a module; list it in `modules`.'],
    ['a route among modules', { modules: [hello] }, 'is the route GET /hello; list it in `routes`.'],
    [
      'nothing among routes',
      { routes: [hello, undefined] },
      'app(): `routes[1]` is undefined; give what route()',
    ],
    [
      'a function among modules',
      { modules: [() => 1] },
      'app(): `modules[0]` is a function; give what module()',
    ],
    ['one route that is no list', { routes: hello }, 'app(): `routes` is an object; write a list'],
    [
      'middleware that is no list',
      { middleware: () => 1 },
      'app(): `middleware` is a function; write a list',
    ],
    [
      'a service that is none',
      { services: { db: {} } },
      'app(): the service "db" is an object without `start`',
    ],
    [
      'settings that are none',
      { config: { PORT: t.Integer() } },
      '`config` is an object; give what defineConfig()',
    ],
    ['cors: true', { cors: true }, 'cors: it names the `origins` that may call'],
    ['cors without origins', { cors: {} }, 'cors: it names the `origins` that may call'],
    [
      'a setting of no type',
      { config: defineConfig({ SIZE: { type: 'intger', default: 1 } }) },
      '`config` at /properties/SIZE has the type "intger"',
    ],
    [
      'one origin',
      { cors: { origins: 'https://x.y' } },
      '`origins` is a list, "*" or a function; for one write ["https://x.y"].',
    ],
    ['everybody, listed', { cors: { origins: ['*'] } }, 'for everybody write `origins: "*"`'],
    [
      'everybody with credentials, listed',
      { cors: { origins: ['*'], credentials: true } },
      'credentials need a list of origins',
    ],
    [
      'a function as a rule',
      withRoute({ access: () => true }),
      "is a function; it must be 'public' or what defineAccess() gives. A function becomes a rule as defineAccess('name', { check }).",
    ],
    [
      'a function as middleware',
      withRoute({ middleware: [() => 1] }),
      '`middleware` lists a function; give what defineMiddleware() returns.',
    ],
    [
      'middleware of a route that is no list',
      withRoute({ middleware: () => 1 }),
      '`middleware` is a function; write a list',
    ],
    ['braces in a path', withRoute({}, 'GET /a/{id}'), 'write ":id"'],
    [
      'a text as an answer',
      withRoute({ responses: { 200: 'Product' } }),
      '`responses[200]` is the text "Product", which is no schema',
    ],
    [
      'no answer',
      withRoute({ responses: { 200: undefined } }),
      '`responses[200]` is undefined; write null for no body.',
    ],
    [
      'a status that is none',
      withRoute({ responses: { ok: t.String() } }),
      '`responses` has "ok", which is no status',
    ],
    [
      'a list of schemas as an answer',
      withRoute({ responses: { 200: [t.String()] } }),
      'for a list of items write t.Array(…)',
    ],
    [
      'answers that are none',
      withRoute({ responses: 'Product' }),
      '`responses` has what each status answers with',
    ],
    [
      'members in place of a body',
      withRoute({ body: { name: 'string' } }, 'POST /x'),
      '`body` has no keyword of JSON Schema',
    ],
    [
      'a type within a body',
      withRoute({ body: t.Object({ n: { type: 'strin' } }) }, 'POST /x'),
      '`body` at /properties/n has the type "strin"',
    ],
    [
      'a type within a query',
      withRoute({ query: t.Object({ n: { type: 'strin' } }) }),
      '`query` at /properties/n has the type "strin"',
    ],
    [
      'media as a body',
      withRoute({ body: media('text/csv') }, 'POST /x'),
      '`body` is media(), which is for answers',
    ],
  ])('%s', async (_name, spec, sentence) => {
    const mistakes = await mistakesOf(spec)
    expect(mistakes).toEqual([expect.stringContaining(sentence)])
  })

  it('among the problems and schemas that answers may be', async () => {
    const sound = withRoute(
      {
        responses: { 200: t.String(), 204: null, 206: media('text/csv'), 404: outOfStock, 409: [outOfStock] },
        limit: 'never',
        body: { type: 'strin' },
      },
      'POST /x',
    )
    expect(await mistakesOf(sound)).toEqual([
      expect.stringContaining('has the type "strin"'),
      expect.stringContaining('"never" is not a limit'),
    ])
  })
})

it('a route without a handler does not start', async () => {
  const express = (route as unknown as (...given: unknown[]) => unknown)('GET /', () => 'hi')
  expect(await mistakesOf({ routes: [express] })).toEqual([
    expect.stringContaining("it has no handler; write route('GET /', { access: 'public' }, (context) => …)"),
    expect.stringContaining('it does not say who may call it'),
  ])
})

it('a route that declares nothing says how it is written', () => {
  expect(() => route('GET /x', undefined as never, (() => 1) as never)).toThrow(
    "write route('GET /x', { access: 'public' }",
  )
})

it('a module with what is no route says which one it is', () => {
  expect(() => module({ name: 'users', routes: [hello, undefined as never] })).toThrow(
    'The module "users": `routes[1]` is no route; give what route() or module() returns.',
  )
  expect(() => module({ name: 'users' } as never)).toThrow('The module "users" has no list of `routes`')
})

it('a resource without a database says so once', async () => {
  const Item = t.Object({ id: t.Integer(), name: t.String() })
  const signedIn = defineAccess('signed in', { check: () => ({ id: 'ada' }) })
  const items = resource('/items', { access: signedIn, item: Item, table: 'items' })
  expect(await mistakesOf({ modules: [items] })).toEqual([
    expect.stringMatching(
      /^GET \/items and 6 more \(.*check-shape\.test\.ts:\d+\): it needs a database; add `db: defineDatabase\(…\)` to app\(\)'s `services`\.$/,
    ),
  ])
})
