import { expect, test } from 'vitest'

/** The page's own module: it knows no types, and needs no browser for this. */
const page = new URL('./type-name.js', import.meta.url)
const { typeName, formsOf, onlyForm } = (await import(page.href)) as {
  typeName: (schema: object, api: object) => string
  formsOf: (schema: object) => object[]
  onlyForm: (schema: object, api: object) => object
}
const Note = { type: 'object', properties: { text: { type: 'string' } } }
const api = { components: { schemas: { Note } } }
const note = { $ref: '#/components/schemas/Note' }
const text = { type: 'string', maxLength: 40 }
const nothing = { type: 'null' }

test.for([
  [text, 'string'],
  [{ anyOf: [text, nothing] }, 'string or null'],
  [{ oneOf: [nothing, note] }, 'Note or null'],
  [{ type: ['string', 'null'] }, 'string or null'],
  [{ anyOf: [text, { type: 'integer' }] }, 'one of'],
  [{ anyOf: [text, { type: 'integer' }, nothing] }, 'null, or one of'],
  [{ type: 'array', items: note }, 'list of Note'],
  [{ type: 'array', items: { anyOf: [text, nothing] } }, 'list of string or null'],
  [{ anyOf: [{ type: 'array', items: text }, nothing] }, 'list of string or null'],
  [{ enum: ['a', 1] }, '"a" | 1'],
  [nothing, 'null'],
  [{}, 'anything'],
] as const)('%o is called %s', ([schema, name]) => {
  expect(typeName(schema, api)).toBe(name)
})

test('what may be null says its limits and members itself; only a choice has forms', () => {
  expect(onlyForm({ anyOf: [text, nothing] }, api)).toBe(text)
  expect(onlyForm({ anyOf: [nothing, note] }, api)).toBe(Note)
  expect(formsOf({ anyOf: [text, nothing, note] })).toEqual([text, note])
})
