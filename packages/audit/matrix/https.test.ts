// What the checks of HTTP/2, TLS, headers and failures say of servers over https that are known to be good.
import { describe, expect, it } from 'vitest'
import { errors } from '../src/checks/errors/index.ts'
import { http2 } from '../src/checks/http/http2-checks.ts'
import { security } from '../src/checks/security/index.ts'
import { audit } from '../src/run/audit.ts'
import { createBudget } from '../src/run/budget.ts'
import { discover } from '../src/target/discover.ts'
import { findingsOverHttps, overHttps } from './findings-https.ts'
import { hasProgram } from './program.ts'
import { drift, record } from './record.ts'
import type { SoundServer } from './servers.ts'
import { caddySecured, nginxSecured, nodeSecured } from './servers/secured.ts'

const servers: readonly SoundServer[] = [
  { name: 'node:http2', start: nodeSecured, there: true },
  { name: 'nginx', start: nginxSecured, there: hasProgram('nginx') },
  { name: 'Caddy', start: caddySecured, there: hasProgram('caddy') },
]

describe.each(servers)('$name over https', ({ name, start, there }) => {
  it.skipIf(!there && process.env.CI !== 'true')(
    'is accused of nothing but what is known',
    async () => {
      await using server = await start()
      const budget = createBudget(1e6, 1e6)
      const target = await discover(server.url, server.config, budget, 'matrix')
      const checks = [...http2, ...errors, ...security]
      const outcomes = await audit({ checks, target, budget, seed: 'matrix' })
      const found = outcomes.flatMap(({ check, verdict }) =>
        verdict.outcome === 'failed' ? [`${check.id} (${check.severity}): ${verdict.says}`] : [],
      )
      const known = findingsOverHttps[name] ?? {}
      expect(found.filter((line) => !Object.hasOwn(known, line.split(' ')[0] ?? ''))).toEqual([])
      // An older or newer release may be stricter: what is known there need not be found.
      expect(found.filter((line) => line.includes('(must)'))).toEqual([])
      expect(outcomes.find(({ check }) => check.id === 'http/h2-ping')?.verdict.outcome).toBe('passed')
      if (process.env['MATRIX'] === 'record') record(overHttps(name), outcomes)
      expect(drift(overHttps(name), outcomes)).toEqual([])
    },
    120_000,
  )
})
