// Every check against servers that are known to be good. A finding that is not explained in `findings.ts` is a failure,
// and so is an explanation of something that is not found any more. `npm run audit-matrix` records what comes of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Check } from '../src/check.ts'
import { checks } from '../src/checks/index.ts'
import type { RunningServer } from '../src/flaws/specimen.ts'
import { audit } from '../src/run/audit.ts'
import { createBudget } from '../src/run/budget.ts'
import type { Outcome } from '../src/run/run-check.ts'
import { discover } from '../src/target/discover.ts'
import type { Target } from '../src/target/target.ts'
import { findings } from './findings.ts'
import { drift, record } from './record.ts'
import { servers, type SoundServer } from './servers.ts'

const waits = ({ within = 0 }: Check) => within > 10_000
const here = servers.filter(({ there }) => there || process.env.CI === 'true')
const running = new Map<SoundServer, RunningServer>()
const targets = new Map<SoundServer, Target>()
/** What mostly waits does it for all servers at once, beside all else. */
const waited = new Map<SoundServer, Promise<Outcome[]>>()

function run(target: Target, chosen: readonly Check[]): Promise<Outcome[]> {
  return audit({ checks: chosen, target, budget: createBudget(1e6, 1e6), seed: 'matrix' })
}

beforeAll(async () => {
  for (const server of here) {
    const started = await server.start()
    running.set(server, started)
    const target = await discover(started.url, started.config, createBudget(1e6, 1e6), 'matrix')
    targets.set(server, target)
    waited.set(server, run(target, checks.filter(waits)))
  }
})

afterAll(async () => {
  for (const server of running.values()) await server[Symbol.asyncDispose]()
})

describe.each(here)('$name', (server) => {
  it('is accused of nothing but what is known', async () => {
    const target = targets.get(server) as Target
    const quick = await run(
      target,
      checks.filter((check) => !waits(check)),
    )
    const outcomes = [...quick, ...((await waited.get(server)) ?? [])]
    const found = outcomes.flatMap(({ check, verdict }) =>
      verdict.outcome === 'failed' ? [`${check.id} (${check.severity}): ${verdict.says}`] : [],
    )
    const known = findings[server.name] ?? {}
    expect(found.filter((line) => !Object.hasOwn(known, line.split(' ')[0] ?? ''))).toEqual([])
    expect(Object.keys(known).filter((id) => !found.some((line) => line.startsWith(`${id} `)))).toEqual([])
    if (process.env['MATRIX'] === 'record') record(server.name, outcomes)
    expect(drift(server.name, outcomes)).toEqual([])
  }, 120_000)
})
