import { check } from '../../check.ts'
import { gatewayProgram, soundGateway } from '../../flaws/program/program.ts'
import { isGone, launchCalling } from '../../process/calling.ts'
import { tryOnce } from '../../process/dependents.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_AWAY } from './mend-gateway.ts'

/** Times the usual patience: it may wait long, and still not for ever. */
const TIMES = 3
/** Milliseconds that its connection to the upstream may be there after its answer. */
const GIVEN_UP = 1000

export const gatewayTimeout = check({
  id: 'journey/gateway-timeout',
  claim: "With the upstream silent a gateway answers 504, and gives the upstream's work up.",
  severity: 'should',
  source: rfc(9110, '15.6.5'),
  mend: MEND_AWAY,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection, 'gateway')
    const { launched, upstream, request } = calling
    const within = TIMES * launched.patience
    await upstream.set('silent')
    const before = upstream.calls.length
    const { answered, exchange } = await tryOnce(launched, request, within)
    if (answered === undefined)
      return failed(
        `The upstream said nothing, and ${request.path} got no answer within ${within} ms; 504 was expected.`,
        exchange,
      )
    const { answer } = answered
    const calls = upstream.calls.slice(before)
    if (answer.status < 300 || calls.length === 0)
      return inconclusive(`${request.path} was answered with ${statusLine(answer)} from elsewhere.`)
    if (![502, 503, 504].includes(answer.status))
      return failed(
        `The upstream said nothing, and ${request.path} was answered with ${statusLine(answer)}; 504 was expected.`,
        exchange,
        STATUS,
      )
    const took = Math.round(answer.firstByte)
    const gone = await Promise.all(calls.map((call) => isGone(call, GIVEN_UP)))
    return gone.every(Boolean)
      ? passed(`${statusLine(answer)} after ${took} ms.`)
      : failed(
          `${request.path} was answered with ${statusLine(answer)} after ${took} ms, and ${GIVEN_UP} ms later its connection to the upstream was still waiting.`,
          exchange,
          STATUS,
        )
  },
  flaw: gatewayProgram('serve({ handle: passing({ givesUp: false }) })'),
  sound: soundGateway,
})
