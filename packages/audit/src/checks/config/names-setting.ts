import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { VALIDATE } from './mend.ts'
import { lastWords, mistaken, names, startWithEach } from './refusals.ts'

export const namesSetting = check({
  id: 'config/names-setting',
  claim: 'A start that is refused says by name which setting is wrong.',
  severity: 'should',
  source: text('The Twelve-Factor App, III. Config', 'https://12factor.net/config'),
  mend: VALIDATE,
  needs: ['process'],
  within: 60_000,
  run: async (inspection) =>
    across(
      await startWithEach(inspection, mistaken(inspection.target)),
      'It needs settings that it must not start with; name some under "required" or "wrong".',
      ({ env, exit, how, lines }) => {
        const [variable = ''] = Object.keys(env)
        if (exit === undefined) return undefined
        return names(lines, variable)
          ? passed()
          : failed(
              `Started ${how} it ended with ${exit.code} and did not name ${variable}. ${lastWords(lines)}`,
            )
      },
    ),
  flaw: program("serve({ refuse: () => { console.error('Invalid configuration.'); process.exit(78) } })"),
  sound: soundProgram,
})
