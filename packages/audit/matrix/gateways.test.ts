// What the checks of gateways say of those that are known to be good, each started by the auditor in front of its stand-in.
import { describe, expect, it } from 'vitest'
import { context } from '../src/checks/context/index.ts'
import { errors } from '../src/checks/errors/index.ts'
import { journey } from '../src/checks/journey/index.ts'
import { stage } from '../src/flaws/verdict-on.ts'
import { audit } from '../src/run/audit.ts'
import { drift, record } from './record.ts'
import { asGateway, gateways } from './servers/gateways.ts'

const about = new Set([
  'journey/bad-gateway',
  'journey/gateway-timeout',
  'journey/hop-by-hop',
  'journey/via',
  'context/cancels-outgoing',
  'context/trace-outgoing',
  'errors/retries-idempotent',
  'errors/honours-retry-after',
  'errors/retry-bound',
])

describe.each(gateways)('$name as a gateway', ({ name, specimen, there, known }) => {
  it.skipIf(!there && process.env.CI !== 'true')(
    'is accused of nothing but what is known',
    async () => {
      await using staged = await stage(specimen)
      const checks = [...journey, ...context, ...errors].filter(({ id }) => about.has(id))
      const outcomes = await audit({ ...staged, checks, seed: 'matrix' })
      const told = outcomes.map(({ check, verdict }) => `${check.id}: ${verdict.outcome}, ${verdict.says}`)
      const failed = outcomes.filter(({ verdict }) => verdict.outcome === 'failed')
      expect(failed.map(({ check }) => check.id).toSorted(), told.join('\n')).toEqual(
        Object.keys(known).toSorted(),
      )
      const unknown = outcomes.filter(({ verdict }) => verdict.outcome === 'inconclusive')
      expect(
        unknown.map(({ check }) => check.id),
        told.join('\n'),
      ).toEqual([])
      if (process.env['MATRIX'] === 'record') record(asGateway(name), outcomes)
      expect(drift(asGateway(name), outcomes)).toEqual([])
    },
    120_000,
  )
})
