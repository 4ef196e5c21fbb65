import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { judgeExit } from './judge-exit.ts'
import { HEAR_SIGNALS } from './mend.ts'

export const interrupt = check({
  id: 'shutdown/interrupt',
  claim: 'SIGINT, which Ctrl-C sends, ends the process in order as SIGTERM does.',
  severity: 'may',
  source: text('signal(7)', 'https://man7.org/linux/man-pages/man7/signal.7.html'),
  mend: HEAR_SIGNALS,
  needs: ['process'],
  within: 60_000,
  run: (inspection) => judgeExit(inspection, 'SIGINT'),
  flaw: program("serve({ signals: ['SIGTERM'] })"),
  sound: soundProgram,
})
