import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { ask, healthAddresses, NO_HEALTH } from './ask-health.ts'
import { mendHealth } from './mend-health.ts'

export const PROBES = text(
  'Kubernetes, Configure Liveness, Readiness and Startup Probes',
  'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
)

export const health = check({
  id: 'observability/health',
  claim: 'Its health is told to whoever asks, without credentials, with 200 or 503.',
  severity: 'should',
  source: [PROBES, rfc(9110, '15.6.4')],
  mend: mendHealth,
  run: (inspection) =>
    across(healthAddresses(inspection), NO_HEALTH, async (address) => {
      const exchange = await ask(inspection, address)
      const { answer } = exchange
      if (answer.status >= 200 && answer.status < 300) return passed()
      if (answer.status === 503) return inconclusive(`${address} says that it is not ready (503).`)
      const why =
        answer.status === 401 || answer.status === 403 ? 'a probe has no credentials' : '200 was expected'
      return failed(`${address} was answered with ${statusLine(answer)}; ${why}.`, exchange, STATUS)
    }),
  flaw: flawed((request, response, pass) => {
    if (request.url === '/ready') response.writeHead(401, { 'www-authenticate': 'Bearer' }).end()
    else pass()
  }),
})
