import { expect, it } from 'vitest'
import { checks } from './index.ts'

it('names each check once', () => {
  const ids = checks.map(({ id }) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})
