// The checks that start a process and end it, against the Academy as it is run in production.
import { env } from 'node:process'
import { testDatabase } from 'principia/testing'
import { expect, it } from 'vitest'
import { services } from '../../../apps/academy/src/services.ts'
import { checks } from '../src/checks/index.ts'
import { control, withProcess } from '../src/process/controlled.ts'
import { freePort } from '../src/process/free-port.ts'
import { audit } from '../src/run/audit.ts'
import { createBudget } from '../src/run/budget.ts'
import type { AuditConfig } from '../src/target/config.ts'
import { discover } from '../src/target/discover.ts'
import { drift, record } from './record.ts'
import { academyConfig, signUp } from './servers/academy.ts'

it('the Academy is accused of nothing when its process is in the hands of the auditor', async () => {
  await using db = await testDatabase(services.db)
  const url = `http://127.0.0.1:${await freePort()}`
  const management = await freePort()
  const process: NonNullable<AuditConfig['process']> = {
    start: 'node --conditions=principia-source ../../packages/principia/src/cli/main.ts start src/app.ts',
    cwd: new URL('../../../apps/academy', import.meta.url).pathname,
    env: { DATABASE_URL: db.url, LOG_FORMAT: 'json', SHUTDOWN_DELAY: '300' },
    ready: `http://127.0.0.1:${management}/ready`,
    portVariable: 'PORT',
    ports: { MANAGEMENT_PORT: management },
    databaseVariable: 'DATABASE_URL',
    wrong: { LOG_LEVEL: 'loud', PORT: 'three thousand', DATABASE_URL: 'mysql://localhost' },
    deadline: { SHUTDOWN_DEADLINE: '500' },
  }
  await using controlled = await control(url, process)
  await signUp(url)
  const config = { ...academyConfig(`http://127.0.0.1:${management}`), process }
  const budget = createBudget(1e6, 1e6)
  const target = withProcess(await discover(url, config, budget, 'matrix'), controlled)
  const chosen = checks.filter(({ needs = [] }) => needs.includes('process'))
  const outcomes = await audit({ checks: chosen, target, budget, seed: 'matrix' })
  const told = (outcome: string) =>
    outcomes.flatMap(({ check, verdict }) =>
      verdict.outcome === outcome ? [`${check.id} (${check.severity}): ${verdict.says ?? ''}`] : [],
    )
  expect(told('failed')).toEqual([])
  if (env['MATRIX'] === 'record') record('Academy, started', outcomes)
  expect(drift('Academy, started', outcomes)).toEqual([])
  // It calls no service, and nothing in it is slow.
  const others = told('inconclusive').filter(
    (says) => !/name (?:it|one) under "(?:upstream|slow)"/.test(says),
  )
  // Five need what the Academy has not: a setting that it cannot do without, a page of 12 MB, items without end, an export
  // in chunks, an import of lines.
  expect(others.length, others.join('\n')).toBeLessThan(8)
  expect(told('passed').length).toBeGreaterThan(chosen.length / 2)
}, 300_000)
