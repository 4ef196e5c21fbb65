import { describe, expect, test } from 'vitest'
import { app } from '../app/index.ts'
import { defineProblem } from '../errors/index.ts'
import { media, route } from '../routing/index.ts'
import { t } from '../validation/index.ts'
import { breaches } from './fixtures/rules.ts'
import { shop } from './fixtures/shop.ts'
import { openApiDocument } from './index.ts'
import type { Response as Described } from './types.ts'

const { routes } = app(shop)
const document = openApiDocument({ ...shop, routes })
const { schemas = {}, responses = {} } = document.components

describe('the document as a whole', () => {
  test('keeps the rules of OpenAPI 3.1', () => {
    expect(breaches(document)).toEqual([])
  })
  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })
  test('names the app', () => {
    expect(document.info).toEqual({ title: 'shop', version: '1.2.0', description: 'Sells things.' })
    expect(document.tags).toEqual([{ name: 'orders' }])
  })
  test('leaves hidden routes out', () => {
    expect(Object.keys(document.paths)).not.toContain('/secret')
  })
})

describe('paths', () => {
  test('have templates, and parameters with what the pattern knows', () => {
    expect(document.paths['/files/{path}']?.get?.parameters).toEqual([
      expect.objectContaining({
        name: 'path',
        in: 'path',
        required: true,
        description: expect.stringContaining('slashes'),
        'x-slashes': true,
      }),
    ])
    const one = openApiDocument({
      name: 'one',
      routes: [route('GET /a/:id(\\d+)/*', { access: 'public' }, () => '')],
    })
    expect(one.paths['/a/{id}/{any}']?.get?.parameters).toEqual([
      {
        name: 'id',
        in: 'path',
        required: true,
        schema: { type: 'string', minLength: 1, pattern: '^(?:\\d+)$' },
      },
      { name: 'any', in: 'path', required: true, schema: { type: 'string', minLength: 1 } },
    ])
  })
  test('that differ only in names are one', () => {
    const item = document.paths['/orders/{id}']
    expect(Object.keys(item ?? {})).toEqual(['get', 'delete'])
    expect(item?.delete?.parameters?.[0]?.name).toBe('id')
  })
  test('that a regular expression tells apart are both there', () => {
    expect(document.paths['/orders/{slug}#getOrdersBySlug']?.get?.parameters?.[0]?.name).toBe('slug')
  })
  test('give each operation a name that other routes do not change', () => {
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    )
    expect(ids).toContain('getOrders')
    expect(ids).toContain('postOrders')
    expect(ids).toContain('getOrdersById')
    expect(ids).toContain('getFilesByPath')
  })
})

describe('parameters', () => {
  const parameters = document.paths['/orders']?.get?.parameters ?? []
  test('of the query show lists as repeated, and defaults as optional', () => {
    expect(parameters).toEqual([
      {
        name: 'tag',
        in: 'query',
        description: 'Any of these.',
        style: 'form',
        explode: true,
        schema: { type: 'array', items: { type: 'string' }, description: 'Any of these.' },
      },
      { name: 'page', in: 'query', schema: { type: 'integer', default: 1, minimum: 1 } },
      { name: 'sort', in: 'query', schema: { type: 'string', enum: ['newest', 'oldest'] } },
    ])
  })
  test('of headers are listed', () => {
    expect(document.paths['/orders']?.post?.parameters).toEqual([
      { name: 'idempotency-key', in: 'header', schema: { type: 'string', maxLength: 40 } },
    ])
  })
})

describe('schemas', () => {
  test('with a title are components, as they are enforced', () => {
    expect(document.paths['/orders']?.post?.requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/NewOrder',
    })
    expect(schemas.NewOrder).toMatchObject({ required: ['lines'], additionalProperties: false })
    expect(schemas.Order).toMatchObject({
      required: ['id', 'lines', 'express'],
      properties: { lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } } },
      additionalProperties: false,
    })
  })
  test('that are equal are one component; unequal ones of the same title are two', () => {
    const first = t.Object({ a: t.String() }, { title: 'Thing' })
    const second = t.Object({ b: t.String() }, { title: 'Thing' })
    const both = t.Object({ first, again: t.Optional(first), second })
    const api = openApiDocument({
      name: 'x',
      routes: [route('POST /', { access: 'public', body: both }, () => '')],
    })
    expect(Object.keys(api.components.schemas ?? {})).toEqual(expect.arrayContaining(['Thing', 'ThingInput']))
    expect(api.paths['/']?.post?.requestBody?.content['application/json']?.schema).toMatchObject({
      properties: {
        first: { $ref: '#/components/schemas/Thing' },
        again: { $ref: '#/components/schemas/Thing' },
        second: { $ref: '#/components/schemas/ThingInput' },
      },
    })
  })
  test('that refer to themselves do so through a component', () => {
    expect(schemas.Tree).toMatchObject({
      properties: { children: { items: { $ref: '#/components/schemas/Tree' } } },
    })
  })
  test('of an allOf stay open and close as a whole', () => {
    const part = t.Object({ a: t.String() }, { title: 'Part' })
    const body = t.Intersect([part, t.Object({ b: t.String() })])
    const api = openApiDocument({
      name: 'x',
      routes: [route('POST /', { access: 'public', body }, () => '')],
    })
    const schema = api.paths['/']?.post?.requestBody?.content['application/json']?.schema
    expect(schema).toMatchObject({ unevaluatedProperties: false })
    expect(JSON.stringify(schema)).not.toContain('additionalProperties')
    expect(api.components.schemas).not.toHaveProperty('Part')
  })
  test('of a tuple use prefixItems', () => {
    const body = t.Tuple([t.String(), t.Integer()])
    const api = openApiDocument({
      name: 'x',
      routes: [route('POST /', { access: 'public', body }, () => '')],
    })
    expect(api.paths['/']?.post?.requestBody?.content['application/json']?.schema).toEqual({
      type: 'array',
      prefixItems: [{ type: 'string' }, { type: 'integer' }],
      items: false,
      minItems: 2,
    })
  })
  test('of another library are asked for their JSON Schema, in and out', () => {
    const { post } = document.paths['/readers'] ?? {}
    expect(post?.requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/Reader',
    })
    expect(schemas.Reader).toMatchObject({ required: ['name'] })
    expect(schemas.ReaderOutput).toMatchObject({ required: ['name', 'age'] })
  })
  test('of a library that cannot tell are said in words', () => {
    const mute = {
      '~standard': { version: 1 as const, vendor: 'mute', validate: (value: unknown) => ({ value }) },
    }
    const api = openApiDocument({
      name: 'x',
      routes: [route('POST /', { access: 'public', body: mute, query: mute }, () => '')],
    })
    expect(api.paths['/']?.post?.requestBody?.content['application/json']?.schema).toEqual({
      description: expect.stringContaining('mute'),
    })
    expect(api.paths['/']?.post?.parameters).toMatchObject([{ in: 'query', style: 'form', explode: true }])
  })
})

describe('responses', () => {
  test('say what the framework adds, and only where it can', () => {
    expect(Object.keys(document.paths['/orders']?.post?.responses ?? {})).toEqual([
      '201',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '429',
      '503',
      'default',
    ])
    expect(Object.keys(document.paths['/old']?.get?.responses ?? {})).toEqual([
      '303',
      '304',
      '503',
      'default',
    ])
    expect(document.paths['/orders']?.post?.responses['422']).toEqual({
      $ref: '#/components/responses/ValidationFailed',
    })
    expect(responses.TooManyRequests?.headers).toHaveProperty('Retry-After')
  })
  test('of a route with a rule for caches carry it', () => {
    const cached = route('GET /', { access: 'public', cache: { maxAge: 60 } }, () => 1)
    const { paths } = openApiDocument({ name: 'cached', routes: [cached] })
    expect(paths['/']?.get?.responses['2XX']).toMatchObject({
      headers: { 'Cache-Control': { $ref: '#/components/headers/Cache-Control' } },
    })
  })
  test('of problems name their types', () => {
    expect(document.paths['/orders']?.post?.responses['409']).toMatchObject({
      description: 'The item is out of stock; The order is closed',
      content: {
        'application/problem+json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              {
                properties: {
                  type: { enum: ['/problems/out-of-stock', '/problems/order-closed'] },
                  status: { const: 409 },
                },
              },
            ],
          },
          examples: { 'out-of-stock': { value: { type: '/problems/out-of-stock', status: 409 } } },
        },
      },
    })
  })
  test('of a problem stand under the status that is sent', () => {
    const gone = defineProblem('gone', 410, 'It is gone')
    const api = openApiDocument({
      name: 'x',
      routes: [route('GET /', { access: 'public', responses: { 200: t.Null(), 404: gone } }, () => null)],
    })
    expect(Object.keys(api.paths['/']?.get?.responses ?? {})).toEqual(['200', '304', '410', '503', 'default'])
  })
  test('that are not JSON have their media type', () => {
    expect(document.paths['/files/{path}']?.get?.responses['200']).toMatchObject({
      content: { 'text/plain; charset=utf-8': { schema: { type: 'string' } } },
    })
  })
  test('without a declaration say so', () => {
    expect(document.paths['/anything']?.get?.responses['2XX']).toMatchObject({
      description: expect.stringContaining('not declare'),
    })
  })
})

test('an idempotent operation takes a key, and says what becomes of a wrong one', () => {
  const outOfStock = defineProblem('out-of-stock', 409, 'Out of stock')
  const { paths, components } = openApiDocument({
    name: 'one',
    routes: [
      route(
        'POST /orders',
        { access: 'public', idempotent: { required: true }, responses: { 201: null, 409: outOfStock } },
        () => undefined,
      ),
      route('PATCH /orders', { access: 'public', idempotent: true }, () => undefined),
      route('POST /other', { access: 'public', idempotent: false }, () => undefined),
    ],
  })
  const { post, patch } = paths['/orders'] ?? {}
  expect(post?.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: true }])
  expect(patch?.parameters?.[0]).not.toHaveProperty('required')
  expect(paths['/other']?.post?.parameters).toBeUndefined()
  expect(post?.responses['201']).toHaveProperty('headers.Idempotency-Replayed')
  expect(Object.keys(post?.responses ?? {})).toEqual(['201', '400', '409', '422', '503', 'default'])
  expect(JSON.stringify(post?.responses['409'])).toMatch(/out-of-stock.*idempotency-key-in-use/)
  expect(JSON.stringify(components.responses?.['KeyReusedOrInvalid'])).toContain('idempotency-key-reused')
  expect(Object.keys(paths['/other']?.post?.responses ?? {})).not.toContain('422')
})

test('access rules become security schemes', () => {
  expect(document.components.securitySchemes).toEqual({
    bearer: { type: 'http', scheme: 'bearer' },
    'cookie-session': { type: 'apiKey', in: 'cookie', name: 'session' },
  })
  expect(document.paths['/orders']?.post).toMatchObject({
    security: [{ bearer: [] }],
    'x-access': 'customer',
  })
  expect(document.paths['/orders/{id}']?.delete).toMatchObject({
    security: [{ 'cookie-session': [] }],
    deprecated: true,
  })
})

describe('bodies that are not JSON alone', () => {
  const { paths } = document

  test('have every media type that is taken and given', () => {
    const quotes = paths['/quotes']?.post
    expect(Object.keys(quotes?.requestBody?.content ?? {})).toEqual([
      'application/json',
      'application/xml',
      'application/x-www-form-urlencoded',
    ])
    const answer = quotes?.responses['200']
    expect(Object.keys((answer as Described).content ?? {})).toEqual([
      'application/json',
      'application/xml',
      'text/xml',
    ])
    expect(quotes?.responses['406']).toBeDefined()
    expect(paths['/tree']?.get?.responses['406']).toBeUndefined()
  })

  test('are forms with the types of their files', () => {
    expect(paths['/documents']?.post?.requestBody?.content).toEqual({
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['title', 'scan'],
          properties: {
            title: { type: 'string' },
            pages: { type: 'integer' },
            scan: { contentMediaType: 'application/octet-stream' },
            notes: { type: 'array', maxItems: 3, items: { contentMediaType: 'application/octet-stream' } },
          },
          additionalProperties: false,
        },
        encoding: { scan: { contentType: 'image/png, application/pdf' } },
      },
    })
  })

  test('are lines, each of a schema', () => {
    expect(paths['/imports']?.post?.requestBody?.content['application/x-ndjson']).toMatchObject({
      schema: { type: 'string' },
      'x-item-schema': { $ref: '#/components/schemas/Quote' },
    })
  })
})

describe('content of several types', () => {
  const shown = (path: string, spec: object) =>
    route(
      `GET ${path}`,
      { access: 'public', responses: { 200: media('image/*', 'text/csv') }, ...spec },
      () => '',
    )
  const { paths } = openApiDocument({
    name: 'files',
    routes: [shown('/file', {}), shown('/whole', { ranges: false }), shown('/live', { timeout: Infinity })],
  })

  test('has all of them, and may be asked for in part', () => {
    const file = paths['/file']?.get?.responses as Record<string, Described>
    const content = { 'image/*': {}, 'text/csv': { schema: { type: 'string' } } }
    expect(file['200']).toMatchObject({ content, headers: { 'Accept-Ranges': expect.anything() } })
    expect(file['206']?.content).toEqual({ ...content, 'multipart/byteranges': {} })
    expect(file).toHaveProperty('416')
  })
  test('is whole where its route says so, and where it goes on', () => {
    for (const path of ['/whole', '/live'])
      expect(Object.keys(paths[path]?.get?.responses ?? {})).not.toContain('206')
  })
})
