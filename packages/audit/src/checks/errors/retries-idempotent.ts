import { check } from '../../check.ts'
import { callingProgram, soundGateway } from '../../flaws/program/program.ts'
import { launchCalling } from '../../process/calling.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { MEND_REPEATS, repeated } from './repeats.ts'

/** RFC 9110 section 9.2.2. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'])

export const retriesIdempotent = check({
  id: 'errors/retries-idempotent',
  claim: 'Of calls whose outcome is unknown only those that are idempotent, or have a key, are repeated.',
  severity: 'should',
  source: rfc(9110, '9.2.2'),
  mend: MEND_REPEATS,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection)
    const { upstream, request, config } = calling
    await upstream.set('reset')
    const { attempts, exchange } = await repeated(
      calling,
      config.gateway === true
        ? { ...request, method: 'POST', json: { audit: inspection.random.word() } }
        : request,
    )
    const [{ method, path, headers }] = attempts
    if (IDEMPOTENT.has(method))
      return inconclusive(`It calls the service with ${method}, which may be repeated.`)
    if (attempts.length === 1) return passed(`${method} was sent once.`)
    if (headers.has('idempotency-key'))
      return passed(`${method} was sent ${attempts.length} times, with an Idempotency-Key.`)
    return failed(
      `The service took ${method} ${path.slice(0, 100)} and reset the connection; it was sent ${attempts.length} times, without an Idempotency-Key. What it does may have been done as often.`,
      exchange,
    )
  },
  flaw: callingProgram("serve({ handle: calling({ method: 'POST' }) })"),
  sound: soundGateway,
})
