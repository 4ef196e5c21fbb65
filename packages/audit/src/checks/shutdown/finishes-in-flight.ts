import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { finish } from './finish.ts'
import { DRAIN } from './mend.ts'

export const finishesInFlight = check({
  id: 'shutdown/finishes-in-flight',
  claim: 'A request in flight at the signal is answered completely.',
  severity: 'should',
  source: text('The Twelve-Factor App, IX. Disposability', 'https://12factor.net/disposability'),
  mend: DRAIN,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const { answer, exchange, slow, exit } = await finish(inspection, 'SIGTERM')
    if (answer === undefined || !answer.complete)
      return failed(
        `A request that was under way at SIGTERM got ${answer === undefined ? 'no answer' : 'half an answer'}; its connection was ${exchange.ended}${exit === undefined ? '' : `, and the process ended with ${exit.code}`}.`,
        exchange,
      )
    if (answer.status < 500) return passed(`It was answered with ${statusLine(answer)}.`)
    if (!slow)
      return inconclusive(
        `The request, whose content had not come yet, was answered with ${statusLine(answer)}. Name a path that takes a while under "slow".`,
      )
    return failed(
      `A request that was under way at SIGTERM was answered with ${statusLine(answer)}, as if it had failed.`,
      exchange,
      STATUS,
    )
  },
  flaw: program('serve({ leave: () => process.exit(0) })'),
  sound: soundProgram,
})
