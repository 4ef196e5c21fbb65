import { check } from '../../check.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { STATELESS } from './mend.ts'
import { isRefused, signInAt } from './session.ts'
import { signedTokens, tokensInMemory } from './specimen.ts'

export const anyInstance = check({
  id: 'journey/any-instance',
  claim: 'A session that one process opened works on every other.',
  severity: 'should',
  source: text('The Twelve-Factor App, VI. Processes', 'https://12factor.net/processes'),
  mend: STATELESS,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const { process } = inspection.target
    if (process?.several !== true)
      return inconclusive(
        'It needs two instances at a time; name the variable of the port under "portVariable".',
      )
    if (Object.values(process.config.env ?? {}).some((value) => value.includes('{{port}}')))
      return inconclusive('Each instance has a store of its own, by the {{port}} in its settings.')
    await using one = await launch(inspection)
    await using other = await launch(inspection)
    const { headers, path } = await signInAt(inspection.target, one)
    const exchange = await other.send({ path, headers })
    if (!isRefused(exchange)) return passed()
    return failed(
      `Somebody who had signed in at one instance was answered with ${statusLine(exchange.answer)} by another.`,
      exchange,
      STATUS,
    )
  },
  flaw: tokensInMemory,
  sound: signedTokens,
})
