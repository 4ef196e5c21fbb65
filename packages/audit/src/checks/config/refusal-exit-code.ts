import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { VALIDATE } from './mend.ts'
import { mistaken, startWithEach } from './refusals.ts'

export const refusalExitCode = check({
  id: 'config/refusal-exit-code',
  claim: 'A start that is refused ends with an exit code other than 0.',
  severity: 'should',
  source: text('sysexits.h(3head)', 'https://man7.org/linux/man-pages/man3/sysexits.h.3head.html'),
  mend: VALIDATE,
  needs: ['process'],
  within: 60_000,
  run: async (inspection) =>
    across(
      await startWithEach(inspection, mistaken(inspection.target)),
      'It needs settings that it must not start with; name some under "required" or "wrong".',
      ({ exit, how }) => {
        if (exit === undefined) return undefined
        return exit.code === 0
          ? failed(`Started ${how} it ended with 0: whoever started it takes that for a success.`)
          : passed(`Started ${how} it ended with ${exit.code}.`)
      },
    ),
  flaw: program('serve({ refuse: () => { console.error("SECRET"); process.exit(0) } })'),
  sound: soundProgram,
})
