import { describe, expect, it } from 'vitest'
import { randomOf } from '../run/random.ts'
import type { Schema } from '../target/description.ts'
import { shapesOf } from './fixtures/shapes.ts'
import { valid } from './valid.ts'

const shapes = shapesOf({
  Named: { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 3 } } },
  Tree: {
    type: 'object',
    required: ['left'],
    properties: {
      left: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] },
      right: { $ref: '#/components/schemas/Tree' },
    },
  },
  Endless: {
    type: 'object',
    required: ['next'],
    properties: { next: { $ref: '#/components/schemas/Endless' } },
  },
})

const FITTING: Readonly<Record<string, Schema>> = {
  anything: true,
  'a constant': { const: { a: 1 } },
  'one of several': { enum: [null, 'a', 'b'] },
  'a text within limits': { type: 'string', minLength: 30, maxLength: 31 },
  'a pattern': { type: 'string', pattern: '^[A-Z]{2}-\\d{3,}(?:x|y)?$' },
  'a pattern with a length': { type: 'string', pattern: '^[a-z0-9]+$', minLength: 20, maxLength: 40 },
  'a pattern without anchors': { type: 'string', pattern: '\\p{Lu}|[^a-z]' },
  'a whole number': { type: 'integer', minimum: 5, exclusiveMaximum: 7 },
  'a multiple': { type: 'number', multipleOf: 0.05, minimum: 0.12, maximum: 0.17 },
  'a fraction between whole numbers': { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
  'a negative number': { type: 'integer', maximum: -10 },
  'a list of different values': { type: 'array', uniqueItems: true, minItems: 3, items: { enum: [1, 2, 3] } },
  'a list that has to contain something': { type: 'array', contains: { const: 'x' }, minItems: 2 },
  'a tuple': { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }], items: false },
  'all of several': {
    allOf: [
      { $ref: '#/components/schemas/Named' },
      { required: ['age'], properties: { age: { type: 'integer' } } },
    ],
  },
  'one of several schemas': {
    oneOf: [
      { type: 'string', maxLength: 2 },
      { type: 'integer', minimum: 3 },
    ],
  },
  'a condition': {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: ['a', 'b'] } },
    if: { properties: { kind: { const: 'a' } } },
    then: { required: ['a'], properties: { a: { type: 'string' } } },
    else: { required: ['b'], properties: { b: { type: 'string' } } },
  },
  'members that need others': { type: 'object', minProperties: 2, additionalProperties: { type: 'integer' } },
  'what contains itself': { $ref: '#/components/schemas/Tree' },
  'two schemas for one member': {
    allOf: [
      { properties: { a: { minLength: 4 } } },
      { properties: { a: { type: 'string', maxLength: 4 } }, required: ['a'] },
    ],
  },
  ...Object.fromEntries(
    [
      'date-time',
      'date',
      'time',
      'duration',
      'uuid',
      'email',
      'hostname',
      'ipv4',
      'ipv6',
      'uri',
      'uri-reference',
      'json-pointer',
      'byte',
      'int32',
      'regex',
    ].map((format) => [
      format,
      format === 'int32' ? { type: 'integer', format } : { type: 'string', format },
    ]),
  ),
}

describe('a value is made that fits', () => {
  it.each(Object.entries(FITTING))('%s', (_, schema) => {
    for (const members of ['required', 'all'] as const)
      for (let seed = 0; seed < 5; seed++) {
        const value = valid(schema, shapes, randomOf(`${seed}`), { members })
        expect(value).toBeDefined()
        expect(shapes.examine(schema, value, 'request')).toEqual([])
      }
  })
})

it('makes nothing where nothing fits, or nothing could be found', () => {
  for (const schema of [
    false,
    { type: 'integer', minimum: 3, maximum: 2 },
    { type: 'string', pattern: '(?=a)b' },
    { $ref: '#/components/schemas/Endless' },
  ] satisfies Schema[])
    expect(valid(schema, shapes, randomOf('x'))).toBeUndefined()
})

it('makes the same value for the same numbers', () => {
  const schema = { type: 'array', minItems: 5, items: { type: 'string' } }
  const make = (seed: string) => valid(schema, shapes, randomOf(seed))
  expect(make('a')).toEqual(make('a'))
  expect(make('a')).not.toEqual(make('b'))
})

it('takes values that the schema gives, where they fit', () => {
  expect(valid({ type: 'string', examples: [1, 'Ada'] }, shapes, randomOf('x'))).toBe('Ada')
  expect(valid({ type: 'integer', default: 25 }, shapes, randomOf('x'))).toBe(25)
  expect(valid({ type: 'integer', default: 25 }, shapes, randomOf('x'), { fresh: true })).not.toBe(25)
})

it('leaves members out of requests that only answers have, and the other way round', () => {
  const member = { type: 'string' }
  const schema = {
    type: 'object',
    required: ['id', 'password', 'name'],
    properties: { id: { ...member, readOnly: true }, password: { ...member, writeOnly: true }, name: member },
  }
  const names = (way: 'request' | 'answer') =>
    Object.keys(valid(schema, shapes, randomOf('x'), { way, members: 'all' }) as object)
  expect(names('request')).toEqual(['password', 'name'])
  expect(names('answer')).toEqual(['id', 'name'])
})

it('gives up on schemas that multiply without end', () => {
  const many = shapesOf({
    A: {
      type: 'object',
      minProperties: 20,
      additionalProperties: { anyOf: Array.from({ length: 20 }, () => ({ $ref: '#/components/schemas/A' })) },
    },
  })
  expect(valid({ $ref: '#/components/schemas/A' }, many, randomOf('x'))).toBeUndefined()
})
