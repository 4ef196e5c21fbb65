import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { app, start, type Running } from '../app/index.ts'
import { resolve } from './fixtures/rules.ts'
import { shop } from './fixtures/shop.ts'
import { openApiDocument } from './index.ts'
import type { Header, Operation, Response as Described } from './types.ts'

/**
 * The document against the running app: whatever is answered must be described, with that status, that
 * media type, headers that are announced as required, and a body that the schema accepts.
 */
const api = app(shop)
const document = openApiDocument({ ...shop, routes: api.routes })
let running: Running

beforeAll(async () => {
  running = await start(api, { env: { PORT: '0', LOG_LEVEL: 'silent' } })
})
afterAll(() => running.stop())

const json = { 'content-type': 'application/json' }
const ndjson = { 'content-type': 'application/x-ndjson' }
const signedIn = { ...json, authorization: 'Bearer customer' }
function scanned(): FormData {
  const body = new FormData()
  body.set('title', 'Deed')
  body.set('scan', new File(['pixels'], 'deed.png', { type: 'image/png' }))
  return body
}
const order = JSON.stringify({ lines: [{ sku: 'ABC-1', count: 2 }] })

const EXCHANGES: readonly [operation: string, status: number, target: string, init?: RequestInit][] = [
  ['getOrders', 200, '/orders?tag=a&tag=b'],
  ['getOrders', 400, '/orders?page=%'],
  ['getOrders', 422, '/orders?page=0&sort=none&other=1'],
  ['postOrders', 201, '/orders', { method: 'POST', headers: signedIn, body: order }],
  ['postOrders', 400, '/orders', { method: 'POST', headers: signedIn, body: '{' }],
  ['postOrders', 401, '/orders', { method: 'POST', headers: json, body: order }],
  [
    'postOrders',
    403,
    '/orders',
    { method: 'POST', headers: { ...json, authorization: 'Bearer other' }, body: order },
  ],
  [
    'postOrders',
    409,
    '/orders',
    { method: 'POST', headers: signedIn, body: JSON.stringify({ ...JSON.parse(order), note: 'gone' }) },
  ],
  ['postOrders', 413, '/orders', { method: 'POST', headers: signedIn, body: ' '.repeat(1_048_577) }],
  [
    'postOrders',
    415,
    '/orders',
    { method: 'POST', headers: { ...signedIn, 'content-type': 'text/plain' }, body: order },
  ],
  ['postOrders', 422, '/orders', { method: 'POST', headers: signedIn, body: '{"lines":[],"extra":1}' }],
  ['getOrdersById', 200, '/orders/7'],
  ['getOrdersById', 404, '/orders/8'],
  ['deleteOrdersById', 204, '/orders/7', { method: 'DELETE' }],
  ['getOrdersBySlug', 200, '/orders/blue'],
  ['getFilesByPath', 200, '/files/a/b/c.txt'],
  ['getFilesByPath', 206, '/files/a.txt', { headers: { range: 'bytes=0-1' } }],
  ['getFilesByPath', 416, '/files/a.txt', { headers: { range: 'bytes=99-' } }],
  ['putProfile', 204, '/profile', { method: 'PUT', headers: { 'if-match': '"1"' } }],
  ['putProfile', 412, '/profile', { method: 'PUT', headers: { 'if-match': '"0"' } }],
  ['putProfile', 428, '/profile', { method: 'PUT' }],
  ['getOld', 303, '/old'],
  ['postQuotes', 200, '/quotes', { method: 'POST', headers: json, body: '{"sku":"ABC-1","count":1}' }],
  [
    'postQuotes',
    200,
    '/quotes',
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/xml' },
      body: 'sku=ABC-1&count=1',
    },
  ],
  ['postQuotes', 406, '/quotes', { method: 'POST', headers: { ...json, accept: 'image/png' }, body: '{}' }],
  ['postQuotes', 415, '/quotes', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'sku' }],
  ['postDocuments', 200, '/documents', { method: 'POST', body: scanned() }],
  ['postDocuments', 422, '/documents', { method: 'POST', body: new FormData() }],
  ['postImports', 200, '/imports', { method: 'POST', headers: ndjson, body: '{"sku":"ABC-1","count":1}\n' }],
  ['postImports', 413, '/imports', { method: 'POST', headers: ndjson, body: 'x'.repeat(1_048_577) }],
  ['postReaders', 200, '/readers', { method: 'POST', headers: json, body: '{"name":"Ada"}' }],
  ['postReaders', 422, '/readers', { method: 'POST', headers: json, body: '{}' }],
  ['getTree', 200, '/tree'],
  ['getAnything', 200, '/anything'],
  ['getLimited', 200, '/limited'],
  ['getLimited', 429, '/limited'],
  ['getSlow', 503, '/slow'],
  ['getBroken', 500, '/broken'],
]

test.for(EXCHANGES)('%s answers %i as described', async ([operationId, status, target, init]) => {
  const response = await fetch(running.url + target, { redirect: 'manual', ...init })
  const text = await response.text()
  expect(response.status, text).toBe(status)
  expect(undescribed(operationNamed(operationId), response, text)).toEqual([])
})

test('what the client has already is answered as described', async () => {
  const etag = (await fetch(`${running.url}/orders/7`)).headers.get('etag') ?? ''
  const response = await fetch(`${running.url}/orders/7`, { headers: { 'if-none-match': etag } })
  expect(response.status).toBe(304)
  expect(undescribed(operationNamed('getOrdersById'), response, '')).toEqual([])
})

test('every operation of the description was called', () => {
  const called = new Set(EXCHANGES.map(([operation]) => operation))
  expect(operations().filter(({ operationId }) => !called.has(operationId))).toEqual([])
})

test('a body that the description refuses is refused', async () => {
  const schema = operationNamed('postOrders').requestBody?.content['application/json']?.schema
  for (const body of [
    {},
    { lines: [] },
    { lines: [{ sku: 'ABC-1' }] },
    { lines: [{ sku: 'x', count: 1 }] },
    JSON.parse(order),
    { ...JSON.parse(order), more: 1 },
  ]) {
    const response = await fetch(`${running.url}/orders`, {
      method: 'POST',
      headers: signedIn,
      body: JSON.stringify(body),
    })
    expect(response.status, JSON.stringify(body)).toBe(accepts(schema, body) ? 201 : 422)
  }
})

function operations(): Operation[] {
  return Object.values(document.paths).flatMap((item) => Object.values(item))
}

function operationNamed(operationId: string): Operation {
  const found = operations().find((operation) => operation.operationId === operationId)
  if (found === undefined) throw new Error(`No operation is called ${operationId}.`)
  return found
}

/** What an answer has that the description does not allow, as sentences. */
function undescribed(operation: Operation, response: Response, text: string): string[] {
  const { responses } = operation
  const { status } = response
  const entry = responses[status] ?? responses[`${String(status)[0]}XX`] ?? responses.default
  const described = dereference(entry) as Described
  const headers = Object.entries(described.headers ?? {}).flatMap(([name, header]) => {
    const { required = false, schema } = dereference(header) as Header
    const value = response.headers.get(name)
    if (value === null) return required ? [`${name} is missing`] : []
    return accepts(schema, value) ? [] : [`${name} is ${value}`]
  })
  return [...headers, ...undescribedContent(described, response.headers.get('content-type'), text)]
}

function undescribedContent(
  { content, description }: Described,
  type: string | null,
  text: string,
): string[] {
  if (content === undefined) {
    const open = description.includes('does not declare')
    return type === null || open ? [] : [`no content is described, but there is ${type}`]
  }
  const described = content[type ?? '']
  if (described === undefined) return [`${type} is not described`]
  // What the schema says of a value in another format is for that format's reader to see.
  if (type?.includes('xml') === true) return []
  const body: unknown = /\bjson$|\+json$/.test(type ?? '') ? JSON.parse(text) : text
  return described.schema === undefined || accepts(described.schema, body) ? [] : [`${text} does not fit`]
}

function dereference(value: unknown): unknown {
  const ref = typeof value === 'object' && value !== null && '$ref' in value ? String(value.$ref) : undefined
  return ref === undefined ? value : resolve(document, ref)
}

function accepts(schema: unknown, value: unknown): boolean {
  return Compile({ components: document.components, allOf: [schema] } as never).Check(value)
}
