import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { VALIDATE } from '../config/mend.ts'
import { startWithEach, wrong } from '../config/refusals.ts'

export const startRefused = check({
  id: 'errors/start-refused',
  claim: 'A wrong setting keeps it from starting.',
  severity: 'should',
  source: text('The Twelve-Factor App, III. Config', 'https://12factor.net/config'),
  mend: VALIDATE,
  needs: ['process'],
  within: 60_000,
  run: async (inspection) =>
    across(
      await startWithEach(inspection, wrong(inspection.target)),
      'It needs a setting that it must not start with; name one under "wrong", or the variable of the port under "portVariable".',
      ({ exit, how, ports }) =>
        exit === undefined
          ? failed(
              `Started ${how} it went on and listened at ${ports.join(' and ')}; it should have refused.`,
            )
          : passed(),
    ),
  flaw: program(`
    if (!(Number(process.env.PORT) > 0)) process.env.PORT = '0'
    serve({ mistakes: () => [] })
  `),
  sound: soundProgram,
})
