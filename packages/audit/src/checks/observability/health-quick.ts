import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { ask, healthAddresses, NO_HEALTH } from './ask-health.ts'
import { PROBES } from './health.ts'
import { mendHealth } from './mend-health.ts'

/** Milliseconds after which a probe of Kubernetes has failed, unless set otherwise. */
const TIMEOUT = 1000
const ATTEMPTS = 3

export const healthQuick = check({
  id: 'observability/health-quick',
  claim: 'Its health is told within a second.',
  severity: 'should',
  source: PROBES,
  mend: {
    ...mendHealth,
    general:
      'Answer from what is known. A readiness that asks a database does so with a timeout of its own, or in the background; a liveness asks nobody.',
  },
  within: 15_000,
  run: (inspection) =>
    across(healthAddresses(inspection), NO_HEALTH, async (address) => {
      let slow
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        slow = await ask(inspection, address)
        if (slow.answer.lastByte < TIMEOUT) return passed(`${Math.round(slow.answer.lastByte)} ms.`)
      }
      return failed(`${address} took more than ${TIMEOUT} ms, ${ATTEMPTS} times in a row.`, slow)
    }),
  flaw: flawed((request, _response, pass) => {
    if (request.url === '/ready') setTimeout(pass, TIMEOUT + 50)
    else pass()
  }),
})
