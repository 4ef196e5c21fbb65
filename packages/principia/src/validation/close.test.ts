import { Compile } from 'typebox/compile'
import type { TSchema } from 'typebox'
import { describe, expect, it } from 'vitest'
import { closeObjects, t, type JsonSchema } from './index.ts'

const fits = (schema: object, value: unknown) =>
  Compile(closeObjects(schema as JsonSchema) as TSchema).Check(value)

const A = t.Object({ a: t.String() })
const B = t.Object({ b: t.String() })
const C = t.Object({ c: t.String() })
const Tree = t.Cyclic({ Node: t.Object({ id: t.String(), kids: t.Array(t.Ref('Node')) }) }, 'Node')
const question = { type: 'object', properties: { admin: { const: true } }, required: ['admin'] }

const Taxed = {
  ...t.Object({ country: t.String(), vat: t.Optional(t.String()) }),
  if: { properties: { country: { const: 'DE' } } },
  then: { required: ['vat'] },
}

describe('a closed schema', () => {
  it.each<[string, object, unknown, boolean]>([
    ['an object', A, { a: 'x' }, true],
    ['an object', A, { a: 'x', z: 1 }, false],
    ['an object within', t.Object({ in: A }), { in: { a: 'x', z: 1 } }, false],
    ['a list', t.Array(A), [{ a: 'x', z: 1 }], false],
    ['a tuple', t.Tuple([A, t.String()]), [{ a: 'x', z: 1 }, ''], false],
    ['a record', t.Record(t.String(), A), { any: { a: 'x' }, name: { a: 'y' } }, true],
    ['a record', t.Record(t.String(), A), { any: { a: 'x', z: 1 } }, false],
    [
      'an object that says it is open',
      t.Object({ a: t.String() }, { additionalProperties: true }),
      { a: 'x', z: 1 },
      true,
    ],
    [
      'an object that says what else',
      t.Object({}, { additionalProperties: A }),
      { any: { a: 'x', z: 1 } },
      false,
    ],
    ['unknown', t.Unknown(), { z: 1 }, true],
    ['an intersection', t.Intersect([A, B]), { a: 'x', b: 'y' }, true],
    ['an intersection', t.Intersect([A, B]), { a: 'x', b: 'y', z: 1 }, false],
    [
      'objects within an intersection',
      t.Intersect([t.Object({ in: A }), B]),
      { in: { a: 'x', z: 1 }, b: 'y' },
      false,
    ],
    ['a union', t.Union([A, B]), { b: 'x' }, true],
    ['a union', t.Union([A, B]), { a: 'x', b: 'y' }, false],
    ['a union of intersections', t.Union([t.Intersect([A, B]), C]), { a: 'x', b: 'y' }, true],
    ['a union of intersections', t.Union([t.Intersect([A, B]), C]), { a: 'x', b: 'y', c: 'z' }, false],
    ['an intersection with a union', t.Intersect([A, t.Union([B, C])]), { a: 'x', c: 'y' }, true],
    ['an intersection with a union', t.Intersect([A, t.Union([B, C])]), { a: 'x', c: 'y', z: 1 }, false],
    ['a union beside properties', { ...A, anyOf: [B, C] }, { a: 'x', b: 'y' }, true],
    ['a union beside properties', { ...A, anyOf: [B, C] }, { a: 'x', b: 'y', z: 1 }, false],
    ['a tree', Tree, { id: '1', kids: [{ id: '2', kids: [] }] }, true],
    ['a tree', Tree, { id: '1', kids: [{ id: '2', kids: [], z: 1 }] }, false],
    [
      'properties with the names of keywords',
      t.Object({ anyOf: t.Array(t.String()), allOf: A }),
      { anyOf: ['x'], allOf: { a: 'x' } },
      true,
    ],
    ['a condition that does not hold', Taxed, { country: 'FR' }, true],
    ['a condition that holds', Taxed, { country: 'DE' }, false],
    ['a condition that holds', Taxed, { country: 'DE', vat: '1' }, true],
    ['a condition', Taxed, { country: 'FR', z: 1 }, false],
    ['a condition with properties of its own', { ...Taxed, then: B }, { country: 'DE', b: 'x' }, true],
    ['a condition with properties of its own', { ...Taxed, then: B }, { country: 'DE', b: 'x', z: 1 }, false],
    ['a dependent schema', { ...A, dependentSchemas: { a: B } }, { a: 'x', b: 'y' }, true],
    ['a dependent schema', { ...A, dependentSchemas: { a: B } }, { a: 'x', b: 'y', z: 1 }, false],
    // A question is not a declaration: closing it would turn its answer round.
    ['not', { type: 'object', not: question }, { admin: true, z: 1 }, false],
    ['contains', { type: 'array', contains: question }, [{ admin: true, z: 1 }], true],
  ])('%s: %#', (_name, schema, value, expected) => {
    expect(fits(schema, value)).toBe(expected)
  })

  it('is a copy', () => {
    const before = JSON.stringify(Tree)
    closeObjects(Tree as unknown as JsonSchema)
    expect(JSON.stringify(Tree)).toBe(before)
  })
})
