import { expect, test } from 'vitest'

/** The page's own module: it knows no types, and needs no browser for this. */
const page = new URL('./sample.js', import.meta.url)
const { sample } = (await import(page.href)) as { sample: (schema: object, api: object) => unknown }

test.for([
  '^[A-Z]{3}-\\d+$',
  '^(?:\\d+)$',
  '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  '^\\w{2,8}@example\\.org$',
  '^[^a-z]?(?:yes|no)$',
])('a text for %s matches it', (pattern) => {
  expect(sample({ type: 'string', pattern }, {})).toMatch(new RegExp(pattern, 'u'))
})

test('an object has its members, from references too, and ends where they go round', () => {
  const api = {
    components: {
      schemas: {
        Node: {
          type: 'object',
          required: ['name', 'next'],
          properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } },
        },
      },
    },
  }
  const schema = {
    type: 'object',
    properties: {
      count: { type: 'integer', minimum: 3 },
      kind: { enum: ['a', 'b'] },
      node: { $ref: '#/components/schemas/Node' },
    },
  }
  expect(sample(schema, api)).toMatchObject({
    count: 3,
    kind: 'a',
    node: { name: 'text', next: { name: 'text' } },
  })
})
