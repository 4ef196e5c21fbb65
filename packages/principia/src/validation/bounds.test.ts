import { expect, it } from 'vitest'
import { compileBounds } from './bounds.ts'
import { compileSchema } from './compile.ts'
import { t } from './index.ts'
import type { JsonSchema } from './schema.ts'

const List = t.Array(t.Integer(), { maxItems: 2 })
const Order = t.Object({ 'a/b': t.Optional(List), rows: t.Array(t.Object({ cells: List }), { maxItems: 3 }) })
const find = (schema: object, value: unknown) => compileBounds(schema as JsonSchema)?.(value)

it.each<[object, unknown, unknown]>([
  [List, [1, 2], undefined],
  [List, [1, 2, 3], { pointer: '', max: 2 }],
  [List, 'text', undefined],
  [Order, { rows: [] }, undefined],
  [Order, { rows: [{ cells: [] }, { cells: [1, 2, 3] }] }, { pointer: '/rows/1/cells', max: 2 }],
  [Order, { 'a/b': [1, 2, 3], rows: 7 }, { pointer: '/a~1b', max: 2 }],
  [Order, null, undefined],
  [t.Intersect([Order, t.Object({})]), { rows: [1, 2, 3, 4] }, { pointer: '/rows', max: 3 }],
])('%j finds in %j: %j', (schema, value, found) => {
  expect(find(schema, value)).toEqual(found)
})

it('costs nothing where no list is limited', () => {
  const unlimited: object = t.Object({ a: t.Array(t.Array(t.String())) })
  expect(compileBounds(unlimited as JsonSchema)).toBeUndefined()
})

it('refuses a list for its length alone, before its items are looked at', () => {
  const seen: unknown[] = []
  const item = t.Refine(t.Unknown(), (value) => seen.push(value) > 0)
  const validate = compileSchema(t.Object({ list: t.Array(item, { maxItems: 2 }) }), 'body')
  const failures: unknown[] = []
  expect(validate({ list: [1, 2, 3] }, failures as never)).toBeUndefined()
  expect(failures).toEqual([{ in: 'body', pointer: '/list', message: 'must have at most 2 items' }])
  expect(seen).toEqual([])
})
