import { expect, test } from 'vitest'
import { checks } from './index.ts'

test('each check is listed once, under an id of its own', () => {
  const ids = checks.map(({ id }) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})
