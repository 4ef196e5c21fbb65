import { describe, expect, it } from 'vitest'
import { check, type Check } from '../check.ts'
import { serveHandler } from '../flaws/serve.ts'
import { sound } from '../flaws/flawed.ts'
import { rfc } from '../source.ts'
import { discover } from '../target/discover.ts'
import { passed } from '../verdict.ts'
import { audit } from './audit.ts'
import { createBudget } from './budget.ts'
import { createPulse } from './pulse.ts'

const asking = (name: string): Check =>
  check({
    id: `own/${name}`,
    claim: 'It answers.',
    severity: 'may',
    source: rfc(9110),
    mend: { general: '-' },
    flaw: sound,
    async run({ send }) {
      await send({ path: `/${name}` }, { within: 1000 })
      return passed()
    },
  })

describe('an audit of a target that ends in the midst of it', () => {
  /** What becomes of those who ask once `/ends` was asked for. */
  const ways = {
    'refuses all connections': (stop: () => void) => stop(),
    'takes connections and says nothing': () => undefined,
  }
  it.each(Object.entries(ways))('ends early where it %s', async (_, end) => {
    let isOver = false
    await using server = await serveHandler((request, response) => {
      if (request.url === '/ends') {
        isOver = true
        end(() => void server[Symbol.asyncDispose]())
      }
      if (!isOver) response.end('{}')
    })
    const budget = createBudget(1000, 1000)
    const target = await discover(server.url, {}, budget, 'test')
    const later = Array.from({ length: 20 }, (_unused, index) => asking(`later${index}`))
    const during: string[] = []
    const outcomes = await audit({
      checks: [asking('first'), asking('ends'), ...later],
      target,
      budget,
      seed: 'test',
      atOnce: 1,
      patience: 200,
      onGone: (checks) => during.push(...checks.map(({ id }) => id)),
    })
    expect(outcomes.map(({ check: { id }, verdict }) => [id, verdict.outcome])).toEqual([
      ['own/first', 'passed'],
      ['own/ends', 'inconclusive'],
      ['own/later0', 'inconclusive'],
    ])
    // The third request in a row without an answer makes it ask.
    expect(during).toEqual(['own/later1'])
  })
})

describe('a pulse', () => {
  const gone = () => Promise.reject(new Error('refused'))

  it('asks only where several requests in a row were not answered', async () => {
    const pulse = createPulse(gone, 0)
    pulse.miss()
    pulse.miss()
    pulse.beat()
    pulse.miss()
    pulse.miss()
    expect(await pulse.isThere()).toBe(true)
    pulse.miss()
    expect(await pulse.isThere()).toBe(false)
  })

  it('waits for a target that is started again', async () => {
    let attempts = 0
    const pulse = createPulse(() => (++attempts < 3 ? gone() : Promise.resolve()), 10_000)
    for (let miss = 0; miss < 3; miss++) pulse.miss()
    expect(await pulse.isThere()).toBe(true)
    expect(await pulse.isThere()).toBe(true)
    expect(attempts).toBe(3)
  })
})
