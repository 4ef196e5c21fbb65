import { check } from '../../check.ts'
import { callingProgram, soundCaller } from '../../flaws/program/program.ts'
import { launchCalling } from '../../process/calling.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { MEND_REPEATS, repeated } from './repeats.ts'

const SECONDS = 2
/** Milliseconds by which clocks may differ. */
const EARLY = 100

export const honoursRetryAfter = check({
  id: 'errors/honours-retry-after',
  claim: 'A call that is answered with Retry-After is not repeated before.',
  severity: 'should',
  source: rfc(9110, '10.2.3'),
  mend: MEND_REPEATS,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection)
    await calling.upstream.set({ status: 503, headers: ['Retry-After', String(SECONDS)] })
    const { attempts, exchange } = await repeated(calling)
    const [first, second] = attempts
    if (second === undefined) return passed('It does not repeat the call.')
    const after = Math.round(second.at - first.at)
    return after >= SECONDS * 1000 - EARLY
      ? passed(`The call was repeated after ${after} ms.`)
      : failed(
          `The service answered ${first.method} ${first.path.slice(0, 100)} with 503 and Retry-After: ${SECONDS}, and got it again after ${after} ms.`,
          exchange,
        )
  },
  flaw: callingProgram('serve({ handle: calling({ pause: () => 5 }) })'),
  sound: soundCaller,
})
