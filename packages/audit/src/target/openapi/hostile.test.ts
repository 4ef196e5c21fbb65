import { expect, it } from 'vitest'
import { describe as read } from './describe.ts'
import { BadDescription } from './read-document.ts'

const head = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'
const bombs = Array.from(
  { length: 9 },
  (_, index) =>
    `b${index}: &b${index} [${Array.from({ length: 10 }, () => (index === 0 ? 'x' : `*b${index - 1}`)).join(', ')}]`,
).join('\n')
const nested = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times)

const BAD: Readonly<Record<string, string>> = {
  nothing: '',
  'a text': 'Not Found',
  'a web page': '<!doctype html><title>API</title>',
  'broken JSON': '{"openapi": "3.1.0",',
  'broken YAML': 'openapi: [3.1.0',
  'a list': '[]',
  null: 'null',
  'Swagger 2.0': '{"swagger": "2.0"}',
  'no version': '{"info": {}}',
  'a version of the future': '{"openapi": "4.0.0"}',
  'aliases that multiply': head + bombs,
  'deep JSON': `{"openapi": "3.1.0", "x": ${nested('[', ']', 100_000)}}`,
  'deep YAML': `${head}x: ${nested('[', ']', 20_000)}`,
  'a value that contains itself': `${head}x: &x {y: *x}`,
}

it.each(Object.entries(BAD))('says what is wrong with %s', (_, text) => {
  expect(() => read(text, 'test', new URL('http://127.0.0.1/'))).toThrow(BadDescription)
})

it.each([
  [
    'of the wrong kind everywhere',
    {
      openapi: '3.0.0',
      info: [],
      paths: {
        '/a': [],
        '/b': { get: 1, parameters: 2 },
        '/c': { get: { parameters: [1, null], responses: [], requestBody: [], security: 3 } },
      },
      components: { schemas: [] },
      servers: {},
      security: [null],
    },
  ],
  [
    'with null everywhere',
    {
      openapi: '3.1.0',
      info: null,
      paths: {
        '/a': {
          get: {
            parameters: null,
            responses: { 200: null },
            requestBody: { content: { 'application/json': null } },
          },
        },
      },
      components: null,
      servers: [null],
    },
  ],
  [
    'with names that objects have',
    {
      openapi: '3.1.0',
      paths: { '/a': { get: { responses: { 200: { $ref: '#/constructor' } } } } },
      components: {
        schemas: {
          constructor: { $ref: '#/components/schemas/toString' },
          hasOwnProperty: { properties: { __proto__: { type: 'x' } }, toString: 1 },
        },
      },
    },
  ],
])('reads a document %s, and names its faults', (_, document) => {
  const api = read(JSON.stringify(document), 'test', new URL('http://127.0.0.1/'))
  expect(api.faults.length).toBeGreaterThan(0)
})

it('reads a large document with schemas that lead to each other in a moment', () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [
      `S${index}`,
      {
        type: 'object',
        properties: Object.fromEntries(
          [1, 2, 3, 4].map((step) => [
            `to${step}`,
            { $ref: `#/components/schemas/S${(index * 7 + step) % 1000}` },
          ]),
        ),
      },
    ]),
  )
  const responses = {
    200: {
      description: 'OK',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } },
    },
  }
  const paths = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`/p${index}`, { get: { responses } }]),
  )
  const api = read(
    JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths, components: { schemas } }),
    'test',
    new URL('http://127.0.0.1/'),
  )
  expect(api.operations).toHaveLength(1000)
  expect(api.mistakes({ $ref: '#/components/schemas/S0' }, { to1: { to2: 1 } })).toHaveLength(1)
})
