import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { hold } from '../../process/in-flight.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'

/** Milliseconds between the signals, and from the second to the end. */
const BETWEEN = 100
const AT_ONCE = 1000

export const secondSignal = check({
  id: 'shutdown/second-signal',
  claim: 'A second signal ends the process at once.',
  severity: 'may',
  source: text('signal(7)', 'https://man7.org/linux/man-pages/man7/signal.7.html'),
  mend: {
    general:
      'Whoever presses Ctrl-C twice means it: let the second signal exit on the spot, with 128 and its number.',
    stacks: {
      Node: "process.once('SIGTERM', drain), so that the second one has its default action",
      'Go net/http': 'Call stop() of signal.NotifyContext after the first signal.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { running } = launched
    await hold(inspection, launched)
    running.signal('SIGTERM')
    if ((await running.ends(BETWEEN)) !== undefined)
      return inconclusive('The first signal ended it before there could be a second.')
    running.signal('SIGTERM')
    const exit = await running.ends(AT_ONCE)
    if (exit === undefined)
      return failed(`It still ran ${AT_ONCE} ms after a second SIGTERM, with one request under way.`)
    return passed(`It ended with ${exit.code}.`)
  },
  flaw: program('serve({ leaveAtOnce: () => undefined })'),
  sound: soundProgram,
})
