import { expect, test } from 'vitest'
import { checkTypes } from './measure.ts'

test(
  'what a route costs the compiler does not depend on how many there are',
  { timeout: 120_000 },
  async () => {
    // Counts, not times: with one thread they are the same on every machine and in every run.
    const [small, medium, large] = await Promise.all(
      [50, 150, 450].map((routes) => checkTypes(routes, ['--singleThreaded'])),
    )
    if (small === undefined || medium === undefined || large === undefined)
      throw new Error('nothing was checked')
    const early = (medium.instantiations - small.instantiations) / 100
    const late = (large.instantiations - medium.instantiations) / 300
    expect(late / early).toBeLessThan(1.1)
    expect(late / early).toBeGreaterThan(0.9)
    // Of everything that a route and its calls need, fifty times less than TypeBox's own worst case took for one.
    expect(late).toBeLessThan(2000)
  },
)
