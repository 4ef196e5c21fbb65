import { describe, expect, it } from 'vitest'
import type { Description, Schema } from '../description.ts'
import { describe as read } from './describe.ts'

const at = new URL('http://127.0.0.1:3000/')
const info = { title: 'Test', version: '1' }
const responses = { 200: { description: 'OK' } }

function openapi(document: object, base = ''): Description {
  return read(JSON.stringify({ openapi: '3.1.0', info, paths: {}, ...document }), 'test', at, base)
}

function schemaOf(schema: unknown, version = '3.1.0', components = {}): { schema: Schema; api: Description } {
  const content = { 'application/json': { schema } }
  const api = openapi({
    openapi: version,
    components: { schemas: components },
    paths: { '/': { get: { responses: { 200: { description: 'OK', content } } } } },
  })
  return { api, schema: api.operations[0]?.answers['200']?.content['application/json']?.schema ?? false }
}

function mistakes(schema: unknown, value: unknown, version?: string, components?: object): readonly string[] {
  const described = schemaOf(schema, version, components)
  return described.api.mistakes(described.schema, value)
}

describe('what a document says is read', () => {
  const api = openapi({
    servers: [{ url: 'https://api.example.com/{version}/', variables: { version: { default: 'v2' } } }],
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer' }, example: 3 } },
      requestBodies: {
        Note: { required: true, content: { 'application/json': { schema: true, example: { a: 1 } } } },
      },
      responses: { Gone: { description: 'Gone', headers: { Sunset: {} } } },
    },
    paths: {
      '/notes/{id}': {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { $ref: '#/components/parameters/Page' },
        ],
        get: {
          operationId: 'readNote',
          parameters: [{ name: 'page', in: 'query', schema: { type: 'string' } }],
          security: [{}, { token: [] }],
          responses: { 200: { $ref: '#/components/responses/Gone' } },
        },
        put: { deprecated: true, requestBody: { $ref: '#/components/requestBodies/Note' }, responses },
        post: { servers: [{ url: '/internal' }], security: [], responses },
      },
      '/again': { $ref: '#/paths/~1notes~1%7Bid%7D' },
    },
  })
  const [get, put, post] = api.operations

  it('with servers, their variables, and those of an operation', () => {
    expect(get).toMatchObject({ method: 'GET', path: '/v2/notes/{id}', id: 'readNote' })
    expect(post?.path).toBe('/internal/notes/{id}')
  })

  it('with parameters of the path, unless the operation has its own', () => {
    expect(get?.parameters.map(({ name, schema }) => [name, schema])).toEqual([
      ['id', { type: 'string' }],
      ['page', { type: 'string' }],
    ])
    expect(put?.parameters[1]).toMatchObject({
      name: 'page',
      required: false,
      example: 3,
      style: 'form',
      explode: true,
    })
  })

  it('with security, of which nobody may be one choice', () => {
    expect([get?.secured, put?.secured, post?.secured]).toEqual([false, true, false])
  })

  it('with references anywhere', () => {
    expect(get?.answers['200']).toEqual({ headers: ['Sunset'], content: {} })
    expect(put?.body).toEqual({
      required: true,
      content: { 'application/json': { schema: true, example: { a: 1 } } },
    })
    expect(put?.deprecated).toBe(true)
    expect(api.operations.filter(({ path }) => path === '/v2/again')).toHaveLength(2)
  })
})

it('takes the server at the target itself, else the base of the target', () => {
  const paths = { '/notes': { get: { responses } } }
  const path = (servers: unknown, base = '', all: object = paths) =>
    openapi({ servers, paths: all }, base).operations[0]?.path
  expect(path([{ url: 'https://example.com/one' }, { url: 'http://127.0.0.1:3000/two' }])).toBe('/two/notes')
  expect(path(undefined, '/api')).toBe('/api/notes')
  expect(path(undefined, '/api', { '/api/notes': { get: { responses } } })).toBe('/api/notes')
  expect(path([{ url: 'http://[' }])).toBe('/notes')
})

it('reads YAML, with and without a byte order mark', () => {
  const api = read(
    '\uFEFFopenapi: 3.0.3\ninfo: {title: T, version: "1"}\npaths:\n  /a:\n    get: {responses: {"200": {description: OK}}}\n',
    'a.yaml',
    at,
  )
  expect(api).toMatchObject({ version: '3.0.3', from: 'a.yaml', faults: [], operations: [{ path: '/a' }] })
})

describe('schemas of OpenAPI 3.0 are turned into those of JSON Schema', () => {
  const old = (schema: unknown, value: unknown, components?: object) =>
    mistakes(schema, value, '3.0.3', components)

  it('with null', () => {
    expect(old({ type: 'string', nullable: true }, null)).toEqual([])
    expect(old({ type: 'string', nullable: true, enum: ['a'] }, null)).toEqual([])
    expect(
      old({ nullable: true, allOf: [{ $ref: '#/components/schemas/A' }] }, null, { A: { type: 'string' } }),
    ).toEqual([])
    expect(old({ type: 'string', nullable: false }, null)).toEqual(['The value must be string; it is null.'])
  })

  it('with exclusive limits', () => {
    expect(old({ type: 'number', minimum: 1, exclusiveMinimum: true }, 1)).toEqual([
      'The value must be > 1; it is 1.',
    ])
    expect(old({ type: 'number', maximum: 1, exclusiveMaximum: false }, 1)).toEqual([])
  })

  it('with examples, and without what stands beside a reference', () => {
    const { schema } = schemaOf({ type: 'string', example: 'x' }, '3.0.3')
    expect(schema).toEqual({ type: 'string', examples: ['x'] })
    expect(schemaOf({ $ref: '#/components/schemas/A', minLength: 9 }, '3.0.3', { A: true }).schema).toEqual({
      $ref: '#/components/schemas/A',
    })
  })
})

describe('a value is held against its schema', () => {
  const Note = {
    type: 'object',
    required: ['id', 'secret', 'title'],
    properties: {
      id: { type: 'integer', readOnly: true },
      secret: { type: 'string', writeOnly: true },
      title: { type: 'string' },
      parent: { $ref: '#/components/schemas/Note' },
    },
    additionalProperties: false,
  }
  const { api, schema } = schemaOf({ $ref: '#/components/schemas/Note' }, '3.1.0', { Note })

  it('as sentences with the place, and as data', () => {
    const value = { id: 1, title: 2, parent: { id: 1, title: 'x', more: 1 } }
    expect(api.mistakes(schema, value)).toEqual([
      '"/title" must be string; it is 2.',
      '"/parent/more" is not among the members that are described.',
    ])
    expect(api.examine(schema, { id: 1 })).toEqual([
      { pointer: '/title', rule: 'required', says: '"/title" is missing.' },
    ])
  })

  it('in an answer without what is for requests alone, and the other way round', () => {
    expect(api.mistakes(schema, { id: 1, title: 'x' })).toEqual([])
    expect(api.mistakes(schema, { secret: 'x', title: 'x' }, 'request')).toEqual([])
    expect(api.mistakes(schema, { secret: 'x', title: 'x' })).toEqual(['"/id" is missing.'])
  })

  it('with formats that are known; others, and unknown keywords, say nothing', () => {
    expect(mistakes({ type: 'string', format: 'date' }, '2025-02-30')).toHaveLength(1)
    expect(mistakes({ type: 'string', format: 'isbn', 'x-more': 1, whatever: 2 }, 'x')).toEqual([])
  })

  it('with references to anchors, identifiers and what stands beside a reference', () => {
    const components = {
      A: {
        $id: 'https://example.com/a',
        $anchor: 'top',
        type: 'object',
        properties: { b: { $ref: '#/$defs/B' } },
        $defs: { B: { type: 'integer' } },
      },
    }
    expect(mistakes({ $ref: 'https://example.com/a' }, { b: 'x' }, '3.1.0', components)).toHaveLength(1)
    expect(mistakes({ $ref: '#top' }, 1, '3.1.0', components)).toHaveLength(1)
    const beside = schemaOf({ $ref: '#/components/schemas/A', minProperties: 1, description: 'x' }, '3.1.0', {
      A: { type: 'object' },
    })
    expect(beside.api.mistakes(beside.schema, {})).toHaveLength(1)
    expect(beside.api.resolve(beside.schema)).toEqual({
      minProperties: 1,
      description: 'x',
      allOf: [{ type: 'object' }],
    })
  })

  it('without an end where a pattern never comes to one', () => {
    expect(mistakes({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(60)}!`)).toEqual([])
    expect(mistakes({ type: 'string', pattern: '^(a+)+$' }, 'b')).toHaveLength(1)
  })

  it('so that nothing is said where it contains itself without end', () => {
    const loop = { allOf: [{ $ref: '#/components/schemas/Loop' }] }
    expect(mistakes({ $ref: '#/components/schemas/Loop' }, 1, '3.1.0', { Loop: loop })).toEqual([])
  })
})
