/** Routes in one module: what CRUD on one kind of thing comes to. */
const PER_MODULE = 5

/**
 * An app with this many routes and a client that calls each of them, as files by name. Every module has schemas, params,
 * queries, bodies, problems and an access rule; the rule apart, no two modules have a type in common.
 */
export function generateApp(routes: number): Map<string, string> {
  const names = Array.from({ length: Math.ceil(routes / PER_MODULE) }, (_, index) => `thing${index}`)
  return new Map([
    ['services.ts', SERVICES],
    ...names.map((name) => [`${name}.ts`, moduleOf(name)] as const),
    ['app.ts', appOf(names)],
    ['client.ts', clientOf(names)],
  ])
}

const SERVICES = `import { define, defineAccess, problems } from 'principia'

export const services = { clock: { service: 'clock', start: () => () => new Date() } }
export const { route } = define({ services })
export const signedIn = defineAccess('signed in', {
  scheme: 'bearer',
  check: ({ header }) => {
    if (header('authorization') === undefined) throw problems.unauthorized()
    return { id: 'ada', name: 'Ada' }
  },
})
`

function moduleOf(name: string): string {
  return `import { created, defineProblem, module, noContent, problems, t } from 'principia'
import { route, signedIn } from './services.ts'

const Address = t.Object({ ${name}Street: t.String(), city: t.String(), zip: t.Optional(t.String()) })
const New = t.Object({
  ${name}: t.String({ minLength: 1, maxLength: 100 }),
  amount: t.Number(),
  tags: t.Array(t.String(), { maxItems: 10 }),
  kind: t.Union([t.Literal('small'), t.Literal('${name}')]),
  address: t.Optional(Address),
})
const View = t.Object({ ...New.properties, id: t.Integer(), createdAt: t.String({ format: 'date-time' }) })
const unknown = defineProblem('unknown-${name}', 404, 'There is no such ${name}')
const taken = defineProblem('${name}-taken', 409, 'There is such a ${name}')
const item = { params: t.Object({ id: t.Integer() }), access: signedIn } as const
const shown = { ${name}: 'x', amount: 1, tags: ['a'], kind: '${name}', id: 1, createdAt: '2028-02-29T00:00:00Z' } as const

const list = route(
  'GET /',
  {
    access: 'public',
    query: t.Object({ tag: t.Optional(t.Array(t.String())), limit: t.Optional(t.Integer({ maximum: 100 })) }),
    responses: { 200: t.Object({ items: t.Array(View), next: t.Union([t.String(), t.Null()]) }) },
    limit: '60/min',
  },
  ({ query }) => ({ items: query.limit === 0 ? [] : [shown], next: query.tag?.[0] ?? null }),
)
const read = route('GET /:id', { ...item, responses: { 200: View, 404: unknown } }, ({ params, user }) => {
  if (params.id === 0) throw unknown(user.name)
  return { ...shown, id: params.id }
})
const add = route(
  'POST /',
  { access: signedIn, body: New, responses: { 201: View, 409: taken } },
  ({ body, clock }) => created('/1', { ...body, id: 1, createdAt: clock().toISOString() }),
)
const replace = route(
  'PUT /:id',
  {
    ...item,
    headers: t.Object({ 'if-match': t.Optional(t.String()) }),
    body: New,
    responses: { 200: View, 404: unknown, 412: problems.preconditionFailed },
  },
  ({ body, params, headers }) => ({ ...body, id: params.id, createdAt: headers['if-match'] ?? '' }),
)
const remove = route('DELETE /:id', { ...item, responses: { 204: null, 404: unknown } }, () => noContent())

export const ${name} = module({ name: '${name}', path: '/${name}', routes: [list, read, add, replace, remove] })
`
}

function appOf(names: readonly string[]): string {
  return `import { app, module } from 'principia'
import { services } from './services.ts'
${names.map((name) => `import { ${name} } from './${name}.ts'\n`).join('')}
const api = module({ name: 'api', path: '/api', routes: [${names.join(', ')}] })

export default app({ name: 'large', services, modules: [api] })
`
}

function clientOf(names: readonly string[]): string {
  return `import { createClient } from 'principia/client'
import type * as large from './app.ts'

const api = createClient<typeof large>({ baseUrl: 'http://localhost:3000' })
${names.map(callsOf).join('')}`
}

function callsOf(name: string): string {
  return `
export async function ${name}() {
  const { items } = await api.ok('GET /api/${name}', { query: { limit: 10 } })
  const first: number = items[0]?.id ?? 0
  const answer = await api('GET /api/${name}/:id', { params: { id: first } })
  if (answer.status === 404) return answer.problem === 'unknown-${name}' ? answer.body.detail : undefined
  const body = { ${name}: 'x', amount: 2, tags: [], kind: '${name}' } as const
  const added = await api('POST /api/${name}', { body })
  if (added.status === 422) return added.body.errors[0]?.message
  if (added.status === 409) return added.body.detail
  const replaced = await api('PUT /api/${name}/:id', { params: { id: 1 }, headers: { 'if-match': '"1"' }, body })
  if (replaced.status === 200) return replaced.body.${name}
  return api.ok('DELETE /api/${name}/:id', { params: { id: first } })
}
`
}
