import { expect, it } from 'vitest'
import { randomOf } from '../run/random.ts'
import type { Schema } from '../target/description.ts'
import { boundaries } from './boundaries.ts'
import { shapesOf } from './fixtures/shapes.ts'

const shapes = shapesOf()

function limits(schema: Schema): unknown[][] {
  return boundaries(schema, shapes, randomOf('x')).map(({ rule, pointer, value }) => [rule, pointer, value])
}

it('reaches each limit of a member, also with characters beyond the first plane', () => {
  const schema = {
    type: 'object',
    required: ['title'],
    properties: { title: { type: 'string', minLength: 1, maxLength: 3 } },
  }
  expect(limits(schema)).toEqual([
    ['required', '', { title: expect.stringMatching(/^\w{3}$/) }],
    ['properties', '', { title: expect.stringMatching(/^\w{3}$/) }],
    ['minLength', '/title', { title: expect.stringMatching(/^\w$/) }],
    ['minLength', '/title', { title: '\u{1F600}' }],
    ['maxLength', '/title', { title: expect.stringMatching(/^\w{3}$/) }],
    ['maxLength', '/title', { title: '\u{1F600}'.repeat(3) }],
  ])
})

it('reaches the limits of numbers, also those that are left out', () => {
  const found = limits({ type: 'integer', minimum: 3, exclusiveMaximum: 10 }).slice(1)
  expect(found).toContainEqual(['minimum', '', 3])
  expect(found).toContainEqual(['exclusiveMaximum', '', 9])
  expect(limits({ type: 'number', exclusiveMinimum: 0 })).toContainEqual(['exclusiveMinimum', '', 0.001])
})

it('has every value of an enumeration, null where the type says it, and lists of each size', () => {
  expect(limits({ enum: ['a', 'b'] })).toHaveLength(2)
  expect(limits({ type: ['string', 'null'] })).toContainEqual(['type', '', null])
  const lists = limits({
    type: 'array',
    minItems: 1,
    maxItems: 4,
    uniqueItems: true,
    items: { type: 'integer' },
  })
  expect(lists.map(([rule, , value]) => [rule, (value as []).length])).toContainEqual(['maxItems', 4])
})

it('gives only what fits', () => {
  const schema = { type: 'string', minLength: 2, maxLength: 5, pattern: '^[ab]+$' }
  const found = boundaries(schema, shapes, randomOf('x'))
  expect(found.map(({ rule }) => rule)).toContain('maxLength')
  for (const { value } of found) expect(shapes.examine(schema, value)).toEqual([])
})
