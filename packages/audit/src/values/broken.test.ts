import { expect, it } from 'vitest'
import { randomOf } from '../run/random.ts'
import type { Schema } from '../target/description.ts'
import { broken } from './broken.ts'
import { shapesOf } from './fixtures/shapes.ts'

const shapes = shapesOf({
  Tags: { type: 'array', maxItems: 2, uniqueItems: true, items: { type: 'string', minLength: 2 } },
})

const note = {
  type: 'object',
  required: ['title'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', readOnly: true },
    title: { type: 'string', minLength: 1, maxLength: 5 },
    due: { type: 'string', format: 'date' },
    rank: { type: 'integer', minimum: 0, maximum: 9 },
    state: { enum: ['open', 'done'] },
    code: { type: 'string', pattern: '^[a-z]{3}$' },
    step: { type: 'number', multipleOf: 0.5 },
    tags: { $ref: '#/components/schemas/Tags' },
  },
}

const rules = (schema: Schema) =>
  broken(schema, shapes, randomOf('x')).map(({ rule, pointer }) => `${rule} ${pointer}`)

it('breaks each rule of a schema, and names it', () => {
  expect(new Set(rules(note))).toEqual(
    new Set([
      'type ',
      'required /title',
      'additionalProperties /unexpectedMember',
      'type /title',
      'minLength /title',
      'maxLength /title',
      'type /due',
      'format /due',
      'type /rank',
      'minimum /rank',
      'maximum /rank',
      'enum /state',
      'type /code',
      'pattern /code',
      'type /step',
      'multipleOf /step',
      'type /tags',
      'maxItems /tags',
      'uniqueItems /tags',
      'type /tags/0',
      'minLength /tags/0',
    ]),
  )
})

it('breaks that rule alone', () => {
  for (const { rule, pointer, value } of broken(note, shapes, randomOf('x'))) {
    const mistakes = shapes.examine(note, value, 'request')
    expect(new Set(mistakes.map((each) => `${each.rule} ${each.pointer}`)), JSON.stringify(value)).toEqual(
      new Set([`${rule} ${pointer}`]),
    )
  }
})

it('gives nothing for what takes anything', () => {
  expect(rules(true)).toEqual([])
  expect(rules({})).toEqual([])
})

it('breaks alternatives so that none fits', () => {
  const schema = { oneOf: [{ type: 'integer' }, { type: 'string', maxLength: 2 }] }
  const values = broken(schema, shapes, randomOf('x')).map(({ value }) => value)
  expect(values).toContain(1.5)
  for (const value of values) expect(shapes.examine(schema, value)).not.toEqual([])
})

it('leaves out what can be read as fitting where it goes out as text', () => {
  const asText = (schema: Schema) =>
    broken(schema, shapes, randomOf('x'), { asText: true }).map(({ value }) => value)
  expect(asText({ type: 'string' })).toEqual([])
  expect(asText({ type: 'boolean' })).toEqual(['text', 1.5, null])
  expect(asText({ type: 'integer', minimum: 1 })).toEqual(['text', 1.5, null, 0])
})
