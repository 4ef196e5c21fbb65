import { check } from '../../check.ts'
import { callingProgram, soundCaller } from '../../flaws/program/program.ts'
import { launchCalling } from '../../process/calling.ts'
import { tryOnce } from '../../process/dependents.ts'
import type { Way } from '../../process/stand-in.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_OPTIONAL } from './mend-optional.ts'

const WAYS: readonly (readonly [says: string, way: Way])[] = [
  ['an optional service answered 503', { status: 503 }],
  ['an optional service reset its connections', 'reset'],
  ['an optional service could not be reached', 'refuse'],
]

export const degrades = check({
  id: 'errors/degrades',
  claim: 'Without an optional service the answer is a success.',
  severity: 'should',
  source: text(
    'Google SRE Book, Addressing Cascading Failures: Load Shedding and Graceful Degradation',
    'https://sre.google/sre-book/addressing-cascading-failures/',
  ),
  mend: MEND_OPTIONAL,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection, 'optional')
    const { launched, upstream, request } = calling
    return await across(WAYS, '', async ([says, way]) => {
      await upstream.set(way)
      const { answered, exchange } = await tryOnce(launched, request, launched.patience)
      if (answered !== undefined && answered.answer.status < 300) return passed()
      const what = answered === undefined ? 'not answered' : `answered with ${statusLine(answered.answer)}`
      return failed(`While ${says}, ${request.path} was ${what}; a success was expected.`, exchange, STATUS)
    })
  },
  flaw: callingProgram('serve({ handle: calling({ optional: false }) })'),
  sound: soundCaller,
})
