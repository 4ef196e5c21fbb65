import { expect, it } from 'vitest'
import { describe as read } from './describe.ts'

const info = { title: 'Test', version: '1' }
const ok = { 200: { description: 'OK' } }

function faults(document: object): readonly string[] {
  const text = JSON.stringify({ openapi: '3.0.3', info, paths: {}, ...document })
  return read(text, 'test', new URL('http://127.0.0.1/')).faults
}

const inGet = (get: object, path = '/a') => faults({ paths: { [path]: { get: { responses: ok, ...get } } } })
const inSchema = (schema: unknown, openapi = '3.1.0') =>
  faults({ openapi, components: { schemas: { A: schema } } })
const id = { name: 'id', in: 'path', required: true, schema: {} }

const CASES: readonly (readonly [what: string, found: readonly string[], expected: readonly string[]])[] = [
  ['nothing in a good document', inGet({ parameters: [id] }, '/a/{id}'), []],
  [
    'no info',
    faults({ info: undefined }),
    ['At #/info: an object with title and version was expected; it is missing.'],
  ],
  ['no title', faults({ info: { version: '1' } }), ['At #/info/title: a text was expected; it is missing.']],
  [
    'a version of two numbers',
    faults({ openapi: '3.1' }),
    ['At #/openapi: the version has three numbers, such as 3.1.0; it is "3.1".'],
  ],
  ['no paths', faults({ paths: undefined }), ['At #/paths: an object was expected; it is missing.']],
  ['no paths where components do', faults({ openapi: '3.1.0', paths: undefined, components: {} }), []],
  ['a path without a slash', inGet({}, 'a'), ['At #/paths/a: a path begins with a slash, but this is "a".']],
  [
    'two paths that are the same',
    faults({ paths: { '/{a}': {}, '/{b}': {} } }),
    ['At #/paths/~1{b}: it is the same path as /{a}.'],
  ],
  [
    "an operation's name twice",
    faults({
      paths: { '/a': { get: { operationId: 'x', responses: ok }, put: { operationId: 'x', responses: ok } } },
    }),
    ['At #/paths/~1a/put/operationId: "x" is also that of #/paths/~1a/get.'],
  ],
  [
    'no responses',
    inGet({ responses: undefined }),
    ['At #/paths/~1a/get/responses: an operation has responses.'],
  ],
  [
    'a response without a description',
    inGet({ responses: { 200: {} } }),
    ['At #/paths/~1a/get/responses/200: a response has a description.'],
  ],
  [
    'a status that is none',
    inGet({ responses: { 2000: { description: '' } } }),
    ['At #/paths/~1a/get/responses/2000: "2000" is neither a status, a range such as 4XX, nor "default".'],
  ],
  [
    'a part of the path that nothing describes',
    inGet({}, '/a/{id}'),
    ['At #/paths/~1a~1{id}/get: its path has {id}, which no parameter describes.'],
  ],
  [
    'a part that the path lacks',
    inGet({ parameters: [id] }),
    ['At #/paths/~1a/get: its parameter "id" does not stand in the path /a.'],
  ],
  [
    'a path parameter that is not required',
    inGet({ parameters: [{ ...id, required: undefined }] }, '/{id}'),
    ['At #/paths/~1{id}/get/parameters/0: the path parameter "id" does not say "required: true".'],
  ],
  [
    'a parameter twice',
    inGet({ parameters: [id, id] }, '/{id}'),
    ['At #/paths/~1{id}/get/parameters/1: the path parameter "id" is there twice.'],
  ],
  [
    'a parameter without a schema',
    inGet({ parameters: [{ name: 'a', in: 'query' }] }),
    ['At #/paths/~1a/get/parameters/0: the parameter "a" has either a schema or content.'],
  ],
  [
    'a scheme that is not described',
    inGet({ security: [{ x: [] }] }),
    ['At #/paths/~1a/get/security/0: the security scheme "x" is not described.'],
  ],
  [
    'a reference that leads nowhere',
    inGet({ responses: { 200: { $ref: '#/components/responses/Nope' } } }),
    ['At #/paths/~1a/get/responses/200: its reference "#/components/responses/Nope" leads nowhere.'],
  ],
  [
    'a reference out of the document',
    inSchema({ $ref: 'other.yaml#/A' }),
    [
      'At #/components/schemas/A: its reference "other.yaml#/A" leads out of the document, which is not followed; give a document that is bundled into one.',
    ],
  ],
  [
    'a reference in a circle',
    inSchema({ $ref: '#/components/schemas/A' }),
    ['At #/components/schemas/A: its reference "#/components/schemas/A" leads in a circle.'],
  ],
  [
    'a type that is none',
    inSchema({ type: 'text' }),
    [
      'At #/components/schemas/A/type: its type is the text "text"; the types are null, boolean, object, array, number, string, integer.',
    ],
  ],
  [
    'null in OpenAPI 3.0',
    inSchema({ type: ['string', 'null'] }, '3.0.3'),
    ['At #/components/schemas/A/type: OpenAPI 3.0 has one type, and none that is null.'],
  ],
  [
    'a list without items in OpenAPI 3.0',
    inSchema({ type: 'array' }, '3.0.3'),
    ['At #/components/schemas/A: a list has items.'],
  ],
  [
    'a limit that is no number',
    inSchema({ minLength: '1' }),
    ['At #/components/schemas/A/minLength: a whole number from 0 on was expected; it is the text "1".'],
  ],
  [
    'a pattern that is none',
    inSchema({ pattern: '(' }),
    ['At #/components/schemas/A/pattern: its pattern is the text "(", which is no regular expression.'],
  ],
  [
    'a schema that is none',
    inSchema({ properties: { a: 'x' } }),
    ['At #/components/schemas/A/properties/a: a schema is an object, but this is the text "x".'],
  ],
]

it.each(CASES)('finds %s', (_, found, expected) => {
  expect(found).toEqual(expected)
})

it('names no more than a hundred', () => {
  expect(
    faults({ paths: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`a${index}`, {}])) }),
  ).toHaveLength(100)
})
