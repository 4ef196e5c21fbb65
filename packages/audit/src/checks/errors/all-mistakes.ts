import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { VALIDATE } from '../config/mend.ts'
import { lastWords, mistaken, names, startWithEach } from '../config/refusals.ts'

export const allMistakes = check({
  id: 'errors/all-mistakes',
  claim: 'All wrong settings are named at once.',
  severity: 'may',
  source: text('The Twelve-Factor App, III. Config', 'https://12factor.net/config'),
  mend: VALIDATE,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const all = Object.assign({}, ...mistaken(inspection.target)) as Record<string, string | undefined>
    const variables = Object.keys(all)
    if (variables.length < 2)
      return inconclusive(
        'It needs two settings that it must not start with; name them under "required" or "wrong".',
      )
    const [refusal] = await startWithEach(inspection, [all])
    if (refusal === undefined) return inconclusive('It was not started.')
    const { exit, how, lines } = refusal
    if (exit === undefined) return inconclusive(`Started with ${how} it went on.`)
    const named = variables.filter((variable) => names(lines, variable))
    if (named.length === variables.length) return passed(`It named ${named.join(' and ')}.`)
    if (named.length === 0)
      return inconclusive(`Started with ${how} it named none of them. ${lastWords(lines)}`)
    return failed(
      `Started with ${how} it named ${named.join(' and ')} alone: the next mistake shows at the next start.`,
    )
  },
  flaw: program('serve({ mistakes: (env) => mistakesIn(env).slice(0, 1) })'),
  sound: soundProgram,
})
