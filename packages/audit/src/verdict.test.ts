import { expect, it } from 'vitest'
import { across, failed, passed } from './verdict.ts'

it('counts places within places once', async () => {
  const inner = (places: number) =>
    across(Array.from({ length: places }), 'None.', () => failed('It was refused.'))
  const verdict = await across([3, 1, 2, 0], 'None.', (places) => (places === 0 ? passed() : inner(places)))
  expect(verdict).toMatchObject({
    outcome: 'failed',
    says: 'It was refused. (And in 5 more places.)',
    places: 6,
  })
  expect((await across([1], 'None.', inner)).says).toBe('It was refused.')
})
