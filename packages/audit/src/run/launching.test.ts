import { expect, it } from 'vitest'
import { check } from '../check.ts'
import { program } from '../flaws/program/program.ts'
import { stage } from '../flaws/verdict-on.ts'
import { launch } from '../process/launch.ts'
import { rfc } from '../source.ts'
import { passed } from '../verdict.ts'
import { audit } from './audit.ts'

/** A program that listens at one port, whatever else it is told. */
const fixed = program('process.env.PORT = process.env.MAIN_PORT; serve()')

it('lets checks launch one after the other, and nothing else run meanwhile, where the port is fixed', async () => {
  const running = await fixed.start()
  const { portVariable: _unused, ...process } = running.config.process ?? { start: '' }
  await using staged = await stage({
    start: () => Promise.resolve({ ...running, config: { ...running.config, process } }),
  })
  const { target, budget } = staged
  const order: string[] = []
  const about = {
    claim: 'It answers.',
    severity: 'may',
    source: rfc(9110),
    mend: { general: '-' },
    flaw: fixed,
  } as const
  const launching = ['one', 'other'].map((name) =>
    check({
      ...about,
      id: `own/${name}`,
      needs: ['process'],
      async run(inspection) {
        order.push(`${name} begins`)
        await using launched = await launch(inspection)
        await launched.send({ path: '/live' })
        order.push(`${name} ends`)
        return passed()
      },
    }),
  )
  const plain = check({
    ...about,
    id: 'own/plain',
    async run({ send }) {
      await send({ path: '/live' })
      order.push('plain')
      return passed()
    },
  })
  const outcomes = await audit({ checks: [...launching, plain], target, budget, seed: 'test' })
  expect(outcomes.map(({ verdict }) => verdict.outcome)).toEqual(['passed', 'passed', 'passed'])
  expect(order).toEqual(['plain', 'one begins', 'one ends', 'other begins', 'other ends'])
})
