import { check } from '../../check.ts'
import { callingProgram, soundCaller } from '../../flaws/program/program.ts'
import { launchCalling } from '../../process/calling.ts'
import { tryOnce } from '../../process/dependents.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_OPTIONAL } from './mend-optional.ts'

export const slowPart = check({
  id: 'errors/slow-part',
  claim: 'An optional service that hangs does not hold up the answer.',
  severity: 'should',
  source: text(
    'Amazon Builders’ Library: Timeouts, retries, and backoff with jitter',
    'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/',
  ),
  mend: MEND_OPTIONAL,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection, 'optional')
    const { launched, upstream, request } = calling
    const { patience } = launched
    await upstream.set('silent')
    const { answered, exchange } = await tryOnce(launched, request, patience)
    if (answered === undefined)
      return failed(
        `While an optional service said nothing, ${request.path} was not answered within ${patience} ms; a success was expected.`,
        exchange,
      )
    const { answer } = answered
    if (answer.status < 300) return passed(`It was answered after ${Math.round(answer.firstByte)} ms.`)
    return failed(
      `While an optional service said nothing, ${request.path} was answered with ${statusLine(answer)}; a success was expected.`,
      exchange,
      STATUS,
    )
  },
  flaw: callingProgram('serve({ handle: calling({ within: 60_000 }) })'),
  sound: soundCaller,
})
