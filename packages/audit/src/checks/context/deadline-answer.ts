import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { NoAnswer } from '../../run/inspection.ts'
import { owaspApi, rfc } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { withSlow } from './slow-specimen.ts'

export const deadlineAnswer = check({
  id: 'context/deadline-answer',
  claim: 'A request that takes too long is answered with a 5xx, and not left hanging.',
  severity: 'should',
  source: [rfc(9110, '15.6.4'), rfc(9110, '15.6.5'), owaspApi('API4', 'Unrestricted Resource Consumption')],
  mend: {
    general:
      'Give each request a deadline, and answer 503 or 504 when it is over. Hand it down, so that statements and outgoing calls end with it.',
    stacks: {
      'Go net/http': 'http.TimeoutHandler(handler, 2*time.Second, ""), and r.Context() for what it calls',
      'ASP.NET Core': 'app.UseRequestTimeouts() with AddRequestTimeouts',
      Django: 'Gunicorn --timeout 30 ends the worker; give statements a statement_timeout below it.',
      'Spring Boot':
        'spring.mvc.async.request-timeout for asynchronous handlers; timeouts on each client and pool',
    },
  },
  within: 60_000,
  async run({ send, target }) {
    const { path, within } = need(
      target.slow,
      'It needs an address that takes longer than a request may; name one under "slow".',
    )
    try {
      const exchange = await send({ path }, { within })
      const { answer } = exchange
      if (answer.status >= 500)
        return passed(`${statusLine(answer)} after ${Math.round(answer.firstByte)} ms.`)
      if (answer.status >= 400) return inconclusive(`${path} was refused with ${statusLine(answer)}.`)
      return inconclusive(`${path} was answered with ${statusLine(answer)}: it is not slow enough.`)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      if (error.exchange.ended !== 'open')
        return failed(`${path} was ended without an answer; a 503 was expected.`, error.exchange, STATUS)
      return failed(`${path} had no answer after ${within} ms; a 503 was expected.`, error.exchange)
    }
  },
  flaw: withSlow(flawed((request, _response, pass) => void (request.url === '/slow' || pass()))),
  sound: withSlow(
    flawed((request, response, pass) => {
      if (request.url !== '/slow') return pass()
      setTimeout(() => response.writeHead(503, { 'retry-after': '1' }).end(), 100)
    }),
  ),
})
