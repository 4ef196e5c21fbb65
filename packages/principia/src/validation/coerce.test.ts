import { describe, expect, it } from 'vitest'
import { compileCoercion, t, type JsonSchema } from './index.ts'

const coerce = (schema: object, value: string | string[]) =>
  compileCoercion(t.Object({ v: schema }) as unknown as JsonSchema)({ v: value }).v

describe('coercion', () => {
  it.each<[string, object, string | string[], unknown]>([
    ['a number', t.Number(), '1.5', 1.5],
    ['a number', t.Number(), '-2e3', -2000],
    ['an integer', t.Integer(), '42', 42],
    ['the largest integer that is exact', t.Integer(), '9007199254740991', 9007199254740991],
    ['true', t.Boolean(), 'true', true],
    ['false', t.Boolean(), 'false', false],
    ['an optional one', t.Optional(t.Integer()), '1', 1],
    ['a literal', t.Literal(5), '5', 5],
    ['a union', t.Union([t.Integer(), t.Boolean()]), 'true', true],
    ['a union', t.Union([t.Integer(), t.Boolean()]), '7', 7],
    ['a number or null', { type: ['number', 'null'] }, '7', 7],
    ['an enumeration', { enum: [1, 2] }, '2', 2],
    ['a list given once', t.Array(t.Integer()), '1', [1]],
    ['a list', t.Array(t.Integer()), ['1', 'x'], [1, 'x']],
    ['a list of strings', t.Array(t.String()), '1', ['1']],
    ['text stays text', t.String(), '5', '5'],
  ])('%s: %j of %j is %j', (_name, schema, text, value) => {
    expect(coerce(schema, text)).toEqual(value)
  })

  it.each<[object, string]>([
    [t.Number(), ''],
    [t.Number(), ' 1'],
    [t.Number(), '0x10'],
    [t.Number(), '1_000'],
    [t.Number(), '01'],
    [t.Number(), '+1'],
    [t.Number(), '.5'],
    [t.Number(), '1.'],
    [t.Number(), 'NaN'],
    [t.Number(), 'Infinity'],
    [t.Number(), '1'.repeat(100_000)],
    [t.Integer(), '9007199254740993'],
    [t.Integer(), '1e400'],
    [t.Boolean(), '1'],
    [t.Boolean(), 'TRUE'],
    [t.Boolean(), 'yes'],
  ])('%j leaves %j for validation to refuse', (schema, text) => {
    expect(coerce(schema, text)).toBe(text)
  })

  it('reaches into an intersection', () => {
    const schema = t.Intersect([t.Object({ a: t.Integer() }), t.Object({ b: t.Boolean() })])
    expect(compileCoercion(schema as unknown as JsonSchema)({ a: '1', b: 'true', c: '2' })).toEqual({
      a: 1,
      b: true,
      c: '2',
    })
  })
})
