import { check } from '../../check.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { STATELESS } from './mend.ts'
import { isRefused, signInAt } from './session.ts'
import { signedTokens, tokensInMemory } from './specimen.ts'

export const survivesAnInstance = check({
  id: 'journey/survives-an-instance',
  claim: 'Killing a process ends no session.',
  severity: 'should',
  source: text('The Twelve-Factor App, VI. Processes', 'https://12factor.net/processes'),
  mend: STATELESS,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { headers, path } = await signInAt(inspection.target, launched)
    await launched.running.kill()
    await launched.instance.again()
    const exchange = await launched.send({ path, headers })
    if (!isRefused(exchange)) return passed()
    return failed(
      `Somebody who had signed in was answered with ${statusLine(exchange.answer)} after the process was killed and started again.`,
      exchange,
      STATUS,
    )
  },
  flaw: tokensInMemory,
  sound: signedTokens,
})
