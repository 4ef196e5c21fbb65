import { expect, it } from 'vitest'
import { t } from '../index.ts'
import { columnsOf } from './table-columns.ts'

const Item = t.Object({ id: t.Integer() })

it.each<[string, () => unknown]>([
  ['a promise', async () => ({ owner: 'ada' })],
  ['undefined', () => undefined],
  ['null', () => null],
])('a scope that gives %s shows nobody all rows', (what, scope) => {
  // What a program without types could write.
  const table = columnsOf({ ...Item }, { table: 'items', scope: scope as () => { owner: string } })
  const call = { user: { id: 'ada' } } as unknown as Parameters<typeof table.visible>[0]
  expect(() => table.visible(call)).toThrow(`\`scope\` gave ${what}; it gives columns, at once`)
})
