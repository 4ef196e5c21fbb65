import { check } from '../../check.ts'
import { callingProgram, soundCaller } from '../../flaws/program/program.ts'
import { isSameCall, launchCalling } from '../../process/calling.ts'
import { tryOnce } from '../../process/dependents.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { atOnce } from '../context/at-once.ts'
import { MEND_REPEATS, repeated } from './repeats.ts'

/** Attempts for one request: whoever needs more waits for something that is not coming. */
const MOST_ATTEMPTS = 10
const REQUESTS = 60
/** Times the calls that a service gets that it may get where all of them fail. */
const TIMES = 2

export const retryBound = check({
  id: 'errors/retry-bound',
  claim: 'Repetitions are bounded, in number and as a share of all calls.',
  severity: 'may',
  source: text(
    'Google SRE Book, Addressing Cascading Failures: Retries',
    'https://sre.google/sre-book/addressing-cascading-failures/',
  ),
  mend: MEND_REPEATS,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection)
    const { launched, upstream, request } = calling
    await upstream.set({ status: 503 })
    const { attempts, exchange } = await repeated(calling)
    const [first] = attempts
    if (attempts.length > MOST_ATTEMPTS)
      return failed(
        `The service answered 503, and ${first.method} ${first.path.slice(0, 100)} was sent ${attempts.length} times for one request; ${MOST_ATTEMPTS} at most were expected.`,
        exchange,
      )
    if (attempts.length === 1) return passed('It does not repeat the call.')
    const before = upstream.calls.length
    await atOnce(REQUESTS, () => tryOnce(launched, request, launched.patience))
    const calls = upstream.calls.slice(before).filter((call) => isSameCall(first, call)).length
    return calls < TIMES * REQUESTS
      ? passed(`${REQUESTS} requests made ${calls} calls while all of them failed.`)
      : failed(
          `While the service answered 503 to all, ${REQUESTS} requests made ${calls} calls: repetitions are no share of them, and whoever is overloaded gets ${(calls / REQUESTS).toFixed(1)} times as much.`,
          exchange,
        )
  },
  flaw: callingProgram('serve({ handle: calling({ always: true }) })'),
  sound: soundCaller,
})
