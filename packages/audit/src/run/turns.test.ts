import { expect, it } from 'vitest'
import { check } from '../check.ts'
import { sound } from '../flaws/flawed.ts'
import { stage } from '../flaws/verdict-on.ts'
import { rfc } from '../source.ts'
import { failed, passed } from '../verdict.ts'
import { audit } from './audit.ts'

const about = {
  claim: 'It answers.',
  severity: 'may',
  source: rfc(9110),
  mend: { general: '-' },
  flaw: sound,
} as const

it('runs what failed because nothing was answered again, alone, and tells of that outcome only', async () => {
  await using staged = await stage(sound)
  let runs = 0
  const starved = check({
    ...about,
    id: 'own/starved',
    async run({ connect }) {
      const connection = await connect()
      return runs++ === 0 ? failed('Nothing came.', connection.exchange) : passed()
    },
  })
  const told: string[] = []
  const { target, budget } = staged
  await audit({
    checks: [starved],
    target,
    budget,
    seed: 'test',
    onEnd: ({ verdict }) => told.push(verdict.outcome),
  })
  expect([runs, told]).toEqual([2, ['passed']])
})

it('runs one check at a time where few connections are served, those that wait as well', async () => {
  await using staged = await stage(sound)
  let running = 0
  const most: number[] = []
  const checks = ['one', 'two', 'waits'].map((name) =>
    check({
      ...about,
      id: `own/${name}`,
      within: name === 'waits' ? 20_000 : 5000,
      async run({ send }) {
        most.push(++running)
        await send({ path: '/' })
        running--
        return passed()
      },
    }),
  )
  const { target, budget } = staged
  await audit({ checks, target: { ...target, servesFew: true }, budget, seed: 'test' })
  expect(most).toEqual([1, 1, 1])
})
