// Backends in three languages, with the mistakes that people make in each: all of them are found.
import { describe, expect, it } from 'vitest'
import { hasProgram, runProgram } from '../matrix/program.ts'
import { checks } from '../src/checks/index.ts'
import { audit } from '../src/run/audit.ts'
import { createBudget } from '../src/run/budget.ts'
import { discover } from '../src/target/discover.ts'
import { backends } from './backends.ts'

describe.each(backends)('$name', ({ command, args, config, expected }) => {
  it.skipIf(!hasProgram(command) && process.env.CI !== 'true')(
    'is accused of its mistakes, with the evidence',
    async () => {
      await using server = await runProgram({
        command,
        args: (folder, port) => args(port, folder),
        config,
        signal: 'SIGKILL',
      })
      const budget = createBudget(1e6, 1e6)
      const target = await discover(server.url, server.config, budget, 'broken')
      const chosen = checks.filter(({ id }) => expected.includes(id))
      const outcomes = await audit({ checks: chosen, target, budget, seed: 'broken' })
      const found = outcomes.flatMap(({ check, verdict }) => (verdict.outcome === 'failed' ? check.id : []))
      expect(found.toSorted()).toEqual(expected.toSorted())
      for (const { verdict } of outcomes)
        if (verdict.outcome === 'failed') expect(verdict.evidence.length).toBeGreaterThan(0)
    },
    90_000,
  )
})
