import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { VALIDATE } from './mend.ts'
import { missing, startWithEach } from './refusals.ts'

export const missingRefused = check({
  id: 'config/missing-refused',
  claim: 'Without a setting that it needs it does not start.',
  severity: 'should',
  source: text('The Twelve-Factor App, III. Config', 'https://12factor.net/config'),
  mend: VALIDATE,
  needs: ['process'],
  within: 60_000,
  run: async (inspection) =>
    across(
      await startWithEach(inspection, missing(inspection.target)),
      'It needs the names of variables that it must not start without; name them under "required".',
      ({ exit, how }) =>
        exit === undefined
          ? failed(`Started ${how} it went on, and would fail when the setting is needed first.`)
          : passed(),
    ),
  flaw: program('serve({ mistakes: () => [] })'),
  sound: soundProgram,
})
