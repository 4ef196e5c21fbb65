import { expect, it } from 'vitest'
import { z } from 'zod'
import { schemaMistakes } from './check-schema.ts'
import { secret } from '../config/index.ts'
import { t } from './index.ts'

const tree = t.Cyclic({ Node: t.Object({ kids: t.Array(t.Ref('Node')) }) }, 'Node')

it.each<[string, unknown, string, string]>([
  [
    'members in place of a schema',
    { name: 'string' },
    '',
    'if "name" is a member, write t.Object({ name: … }).',
  ],
  [
    'a misspelt keyword alone',
    { typ: 'object' },
    '',
    'has "typ", which is no keyword of JSON Schema; did you mean "type"?',
  ],
  [
    'a misspelt keyword',
    t.Object({}, { require: ['id'] }),
    '',
    'has "require", which is no keyword of JSON Schema; did you mean "required"?',
  ],
  [
    'an unknown keyword',
    t.String({ trim: true }),
    '',
    'has "trim", which is no keyword of JSON Schema; remove it',
  ],
  ['a keyword of OpenAPI 3.0', { type: 'string', nullable: true }, '', 'has "nullable"'],
  [
    'a misspelt type',
    { type: 'strin' },
    '',
    'has the type "strin", which there is not, so it would accept anything; did you mean "string"?',
  ],
  [
    'an unknown type',
    { type: 'date' },
    '',
    'the types are object, array, string, number, integer, boolean, null.',
  ],
  ['one of several types', { type: ['string', 'nul'] }, '', 'did you mean "null"?'],
  [
    'within an object',
    t.Object({ age: t.Optional({ type: 'interger' }) }),
    '/properties/age',
    'did you mean "integer"?',
  ],
  ['within a list', t.Array({ typ: 'string' }), '/items', 'did you mean "type"?'],
  ['within a tuple', { type: 'array', items: [{ type: 'x' }] }, '/items/0', 'has the type "x"'],
  ['within a union', { anyOf: [{}, { type: 'x' }] }, '/anyOf/1', 'has the type "x"'],
  ['within a tree', { $defs: { 'a/b': { type: 'x' } } }, '/$defs/a~1b', 'has the type "x"'],
  [
    'a text in place of a schema',
    { properties: { name: 'string' } },
    '/properties/name',
    'is the text "string", which is no schema; write t.String(…).',
  ],
  ['another text', 'Product', '', 'is the text "Product", which is no schema; make one with `t`'],
  ['a function', () => true, '', 'is a function, which is no schema'],
  ['a list', [], '', 'is a list, which is no schema'],
  [
    'a required member that says so itself',
    { type: 'string', required: true },
    '',
    'has a "required" that is true; it must be a list of names.',
  ],
  [
    'a number that is a text',
    { minimum: '1' },
    '',
    'has a "minimum" that is the text "1"; it must be a number.',
  ],
  [
    'members that are a list',
    { properties: ['id'] },
    '',
    'it must be an object with a schema under each name.',
  ],
  ['a codec', t.Decode(t.String(), Number), '', 'has a codec, which is never run'],
  [
    'a schema of another library within',
    { properties: { a: z.string() } },
    '/properties/a',
    'is a Standard Schema, which is not looked at within another',
  ],
])('%s is a mistake', (_name, schema, pointer, what) => {
  const [first, ...others] = schemaMistakes(schema)
  expect(first).toMatchObject({ pointer, what: expect.stringContaining(what) as string })
  expect(others).toEqual([])
})

it.each<[string, unknown]>([
  ['anything', t.Unknown()],
  ['anything at all', t.Any()],
  ['anything, as plain JSON Schema', {}],
  ['nothing', t.Never()],
  [
    'annotations',
    t.String({ title: 'a', description: 'b', examples: ['c'], deprecated: true, readOnly: true }),
  ],
  ['what is others’ own', t.String({ 'x-column': 'name' })],
  ['a secret', secret(t.String())],
  ['a tree', tree],
  ['a union', t.Union([t.Literal('a'), t.Null()])],
  ['a list of constants', t.Enum(['a', 'b'])],
  ['a tuple', t.Tuple([t.String(), t.Number()])],
  ['a record', t.Record(t.String(), t.Integer())],
  ['an intersection', t.Intersect([t.Object({ a: t.String() }), t.Object({ b: t.Number() })])],
  [
    'a refinement',
    t.Refine(
      t.String(),
      (text) => text !== '',
      () => 'is empty',
    ),
  ],
  [
    'what is conditional',
    { if: { properties: { a: { const: 1 } } }, then: { required: ['b'] }, else: false },
  ],
  ['an open object', t.Object({}, { additionalProperties: true, patternProperties: { '^x-': t.String() } })],
  ['a pattern', t.String({ pattern: /a/ })],
  ['a schema of another library', z.object({ name: z.string() })],
])('%s is none', (_name, schema) => {
  expect(schemaMistakes(schema)).toEqual([])
})
