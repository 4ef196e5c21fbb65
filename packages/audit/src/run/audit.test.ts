import { expect, it } from 'vitest'
import { check } from '../check.ts'
import { sound } from '../flaws/flawed.ts'
import { stage } from '../flaws/verdict-on.ts'
import { rfc } from '../source.ts'
import { passed } from '../verdict.ts'
import { audit } from './audit.ts'

it('has checks make items one after the other where they would share an address', async () => {
  const order: string[] = []
  const making = ['one', 'other'].map((name) =>
    check({
      id: `own/${name}`,
      claim: 'It answers.',
      severity: 'may',
      source: rfc(9110),
      mend: { general: '-' },
      needs: ['resource'],
      async run({ send, target }) {
        order.push(`${name} begins`)
        await send({ path: target.resources[0]?.putAt?.() ?? '/' })
        order.push(`${name} ends`)
        return passed()
      },
      flaw: sound,
    }),
  )
  await using running = await sound.start()
  const resources = [{ path: '/files', example: {}, putAt: ['/files/a', '/files/b'] }]
  await using staged = await stage({
    start: () => Promise.resolve({ ...running, config: { ...running.config, resources } }),
  })
  await audit({ ...staged, checks: making, seed: 'test' })
  expect(order).toEqual(['one begins', 'one ends', 'other begins', 'other ends'])
})
