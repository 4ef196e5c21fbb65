import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { judgeExit } from './judge-exit.ts'
import { HEAR_SIGNALS } from './mend.ts'

export const exitCode = check({
  id: 'shutdown/exit-code',
  claim: 'SIGTERM with nothing in flight ends the process with exit code 0.',
  severity: 'should',
  source: text('The Twelve-Factor App, IX. Disposability', 'https://12factor.net/disposability'),
  mend: HEAR_SIGNALS,
  needs: ['process'],
  within: 60_000,
  run: (inspection) => judgeExit(inspection, 'SIGTERM'),
  flaw: program('serve({ leave: () => process.exit(1) })'),
  sound: soundProgram,
})
