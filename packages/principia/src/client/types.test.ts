// What the compiler says: each expectation here is kept by `tsc`; running this file only shows that it is there.
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import {
  app,
  defineAccess,
  defineProblem,
  media,
  module,
  reply,
  route,
  t,
  type App,
  type Route,
} from '../index.ts'
import type { shop } from './fixtures/shop.ts'
import { createClient, type Client, type Operations } from './index.ts'

const item = { params: { id: 1 } }
const Name = t.Object({ name: t.String() })

/** A client whose calls are looked at and never sent. */
const api = createClient<typeof shop>({ baseUrl: 'http://shop.invalid' })
const unsent = (_call: () => unknown) => undefined

test('an app knows its routes by their targets, with the paths of their modules', () => {
  expectTypeOf<keyof Operations<typeof shop>>().toEqualTypeOf<
    | 'GET /items'
    | 'GET /items/:id'
    | 'POST /items'
    | 'DELETE /items/:id(\\d+)'
    | 'GET /items/:id/label'
    | 'GET /items/:id/raw'
    | 'GET /items/:id/photo'
    | 'POST /items/lines'
    | 'PUT /items/:id/picture'
    | 'GET /items/deep/echo/:name/**:rest'
    | 'GET /broken'
  >()
  expectTypeOf<typeof shop>().toExtend<App>()
})

test('an answer is told apart by its status, by `ok` and by the name of its problem', () => {
  unsent(async () => {
    const answer = await api('POST /items', { headers: { 'x-till': 1 }, body: { name: 'x' } })
    if (answer.status === 201) expectTypeOf(answer.body.name).toEqualTypeOf<string>()
    if (answer.status === 202) expectTypeOf(answer.body).toEqualTypeOf<undefined>()
    if (answer.status === 409) expectTypeOf(answer.problem).toEqualTypeOf<'out-of-stock' | 'item-taken'>()
    if (answer.problem === 'validation-failed')
      expectTypeOf(answer.body.errors[0]?.pointer).toEqualTypeOf<string | undefined>()
    if (answer.ok) expectTypeOf(answer.status).toEqualTypeOf<201 | 202>()
    // @ts-expect-error -- no such status is declared
    if (answer.status === 299) return
    // @ts-expect-error -- nor such a problem
    if (answer.problem === 'out-of-stok') return
  })
})

test('a call says what its route needs, and nothing else', () => {
  unsent(() => api('GET /items'))
  unsent(() =>
    api('GET /items', { query: { limit: 1 }, signal: AbortSignal.abort(), deadline: 1, retries: 0 }),
  )
  unsent(() => api('GET /items/:id', { ...item, headers: { 'if-none-match': '"1"' } }))
  // @ts-expect-error -- there is no such route
  unsent(() => api('GET /itemz'))
  // @ts-expect-error -- `id` is needed
  unsent(() => api('GET /items/:id'))
  // @ts-expect-error -- and is called `id`
  unsent(() => api('GET /items/:id', { params: { ident: 1 } }))
  // @ts-expect-error -- and is a number
  unsent(() => api('GET /items/:id', { params: { id: 'one' } }))
  // @ts-expect-error -- the header `x-till` is needed
  unsent(() => api('POST /items', { body: { name: 'x' } }))
  // @ts-expect-error -- the body has no `nam`
  unsent(() => api('POST /items', { headers: { 'x-till': 1 }, body: { nam: 'x' } }))
  // @ts-expect-error -- it takes no body
  unsent(() => api('GET /items/:id', { ...item, body: {} }))
  // @ts-expect-error -- the query has no `limt`
  unsent(() => api('GET /items', { query: { limt: 1 } }))
  // @ts-expect-error -- the route keeps no idempotency keys
  unsent(() => api('POST /items', { headers: { 'x-till': 1 }, body: { name: 'x' }, idempotencyKey: true }))
  // @ts-expect-error -- a picture is content, not a value
  unsent(() => api('PUT /items/:id/picture', { ...item, body: { size: 1 } }))
  // @ts-expect-error -- it answers with CSV
  unsent(() => api('GET /items/:id/label', { ...item, accept: 'text/html' }))
})

test('schemas of other libraries say what they take and what comes of it', () => {
  const Stay = z.object({
    from: z.string().transform((text) => new Date(text)),
    nights: z.number().default(1),
  })
  const stay = route('POST /stays', { access: 'public', body: Stay, responses: { 201: Stay } }, ({ body }) =>
    reply(201, body),
  )
  const hotel = app({ name: 'hotel', routes: [stay] })
  unsent(async () => {
    const client: Client<typeof hotel> = createClient({ baseUrl: '' })
    const body = await client.ok('POST /stays', { body: { from: '2028-02-29' } })
    expectTypeOf(body).toEqualTypeOf<{ from: string; nights: number }>()
  })
})

test('routes whose types were lost do not make every target a known one', () => {
  const lost: Route[] = [route('GET /lost', { access: 'public' }, () => 1)]
  const mixed = app({ name: 'mixed', routes: [...lost, route('GET /kept', { access: 'public' }, () => 1)] })
  const nested = module({ name: 'nested', path: '/api', routes: lost })
  expectTypeOf<keyof Operations<typeof mixed>>().toEqualTypeOf<'GET /kept'>()
  expectTypeOf<keyof Operations<typeof nested>>().toEqualTypeOf<never>()
})

test('a mistake in a declaration is found where it is made', () => {
  const note = { name: 'x' }
  const partner = defineAccess('partner', { check: () => ({ id: 7 }) })
  // @ts-expect-error -- no such method
  unsent(() => route('GTE /notes', { access: 'public' }, () => 1))
  // @ts-expect-error -- no path
  unsent(() => route('GET', { access: 'public' }, () => 1))
  // @ts-expect-error -- who the user is, only the module of the route may know
  unsent(() => route('GET /me', {}, ({ user }) => user.id))
  // @ts-expect-error -- no such option
  unsent(() => route('GET /notes', { access: 'public', limt: '1/s' }, () => 1))
  // @ts-expect-error -- the path has no `:ident`
  unsent(() => route('GET /notes/:id', { access: 'public' }, ({ params }) => params.ident))
  // @ts-expect-error -- the user has no name
  unsent(() => route('GET /me', { access: partner }, ({ user }) => user.name))
  // @ts-expect-error -- nobody has to say who they are
  unsent(() => route('GET /me', { access: 'public' }, ({ user }) => user.id))
  // @ts-expect-error -- it has no body
  unsent(() => route('POST /notes', { access: 'public' }, ({ body }) => body.name))
  // @ts-expect-error -- a number is not a text
  unsent(() => route('GET /notes', { access: 'public', responses: { 200: Name } }, () => ({ name: 1 })))
  // @ts-expect-error -- 201 is not declared
  unsent(() => route('GET /notes', { access: 'public', responses: { 200: Name } }, () => reply(201, note)))
  // @ts-expect-error -- text, bytes or a stream
  unsent(() => route('GET /notes', { access: 'public', responses: { 200: media('text/csv') } }, () => 7))
  // @ts-expect-error -- a problem is named by its kind, not by text
  unsent(() => route('GET /notes', { access: 'public', responses: { 404: 'missing' } }, () => note))
  // @ts-expect-error -- an app is made of routes and modules
  unsent(() => app({ name: 'notes', routes: [() => 1] }))
  // @ts-expect-error -- no such option
  unsent(() => module({ name: 'notes', paths: '/v1', routes: [] }))
  // @ts-expect-error -- a status is a number
  unsent(() => defineProblem('gone', '410', 'It is gone'))
})
