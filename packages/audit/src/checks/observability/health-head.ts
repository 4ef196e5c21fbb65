import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { ask, healthAddresses, NO_HEALTH } from './ask-health.ts'
import { mendHealth } from './mend-health.ts'

export const healthHead = check({
  id: 'observability/health-head',
  claim: 'HEAD tells its health as GET does.',
  severity: 'may',
  source: [rfc(9110, '9.1'), rfc(9110, '9.3.2')],
  mend: {
    ...mendHealth,
    general: 'Route HEAD to the handler of GET: many services that watch others ask with HEAD.',
  },
  run: (inspection) =>
    across(healthAddresses(inspection), NO_HEALTH, async (address) => {
      const got = await ask(inspection, address)
      if (got.answer.status >= 300) return inconclusive(`${address} is ${statusLine(got.answer)}.`)
      const exchange = await ask(inspection, address, { method: 'HEAD' })
      if (exchange.answer.status === got.answer.status) return passed()
      return failed(
        `HEAD ${address} was answered with ${statusLine(exchange.answer)}, and GET with ${statusLine(got.answer)}.`,
        exchange,
        STATUS,
      )
    }),
  flaw: flawed((request, response, pass) => {
    if (request.method === 'HEAD' && request.url === '/live') response.writeHead(405, { allow: 'GET' }).end()
    else pass()
  }),
})
