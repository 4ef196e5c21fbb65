import { check } from '../../check.ts'
import { gatewayProgram, soundGateway } from '../../flaws/program/program.ts'
import { launchCalling } from '../../process/calling.ts'
import { tryOnce } from '../../process/dependents.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_AWAY } from './mend-gateway.ts'

/** Milliseconds. */
const SOON = 1000

export const badGateway = check({
  id: 'journey/bad-gateway',
  claim: 'With the upstream down a gateway answers 502 or 503 within a second.',
  severity: 'should',
  source: [rfc(9110, '15.6.3'), rfc(9110, '15.6.4')],
  mend: MEND_AWAY,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection, 'gateway')
    const { launched, upstream, request } = calling
    await upstream.set('refuse')
    // The first may find connections that it thinks are there.
    const tries = [await tryOnce(launched, request, launched.patience)]
    tries.push(await tryOnce(launched, request, launched.patience))
    const [first, last] = tries
    const quickest = Math.min(...tries.map(({ answered }) => answered?.took ?? Infinity))
    const silent = tries.find(({ answered }) => answered === undefined)
    if (silent !== undefined)
      return failed(
        `Nobody listened upstream, and ${request.path} got no answer within ${launched.patience} ms; 502 was expected.`,
        silent.exchange,
      )
    const { answer } = (last ?? first)?.answered ?? {}
    if (last === undefined || answer === undefined) return inconclusive('It was not asked.')
    if (answer.status < 300)
      return inconclusive(`${request.path} was answered with ${statusLine(answer)} from elsewhere.`)
    // Where the upstream is known to be down, 503 says so too (RFC 9110 section 15.6.4).
    if (![502, 503, 504].includes(answer.status))
      return failed(
        `Nobody listened upstream, and ${request.path} was answered with ${statusLine(answer)}; 502 was expected.`,
        last.exchange,
        STATUS,
      )
    return quickest <= SOON
      ? passed(`${statusLine(answer)} after ${Math.round(quickest)} ms.`)
      : failed(
          `Nobody listened upstream, and ${request.path} was answered after ${Math.round(quickest)} ms at best; ${SOON} ms were expected.`,
          last.exchange,
          STATUS,
        )
  },
  flaw: gatewayProgram('serve({ handle: passing({ away: 500 }) })'),
  sound: soundGateway,
})
