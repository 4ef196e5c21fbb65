// Every check against servers that are known to be good. A finding that is not explained in `findings.ts` is a failure,
// and so is an explanation of something that is not found any more.
import { describe, expect, it } from 'vitest'
import { checks } from '../src/checks/index.ts'
import { audit } from '../src/run/audit.ts'
import { createBudget } from '../src/run/budget.ts'
import { discover } from '../src/target/discover.ts'
import { findings } from './findings.ts'
import { servers } from './servers.ts'

describe.each(servers)('$name', ({ name, start, there }) => {
  it.skipIf(!there && process.env.CI !== 'true')(
    'is accused of nothing but what is known',
    async () => {
      await using server = await start()
      const budget = createBudget(1e6, 1e6)
      const target = await discover(server.url, server.config, budget, 'matrix')
      const outcomes = await audit({ checks, target, budget, seed: 'matrix' })
      const found = outcomes.flatMap(({ check, verdict }) =>
        verdict.outcome === 'failed' ? [`${check.id} (${check.severity}): ${verdict.says}`] : [],
      )
      const known = findings[name] ?? {}
      expect(found.filter((line) => !Object.hasOwn(known, line.split(' ')[0] ?? ''))).toEqual([])
      expect(Object.keys(known).filter((id) => !found.some((line) => line.startsWith(`${id} `)))).toEqual([])
    },
    120_000,
  )
})
