import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { EVENT_STREAM } from './mend.ts'
import { ordinary } from './requests.ts'
import { listen, SAYS_NOTHING, shorten } from './said.ts'

/** What only the second line of an event begins with: an indentation, a frame of a stack, half of a value. */
const CONTINUES = /^(?:\s+\S|[{}[\]],?$|Caused by: |Traceback \(most recent call last\))/

export const oneLinePerEvent = check({
  id: 'observability/one-line-per-event',
  claim: 'An event in the log is one line, an error with its stack as well.',
  severity: 'may',
  source: text('The Twelve-Factor App, XI. Logs', 'https://12factor.net/logs'),
  mend: EVENT_STREAM,
  needs: ['process'],
  within: 60_000,
  run: (inspection) =>
    listen(inspection, ordinary(inspection, inspection.random.word(16)), ({ lines }) => {
      if (lines.length === 0) return inconclusive(SAYS_NOTHING)
      const broken = lines.find((line) => CONTINUES.test(line.text))
      if (broken === undefined)
        return passed(`It wrote ${lines.length} lines, each of which stands for itself.`)
      return failed(`A line of its log goes on from the one before: "${shorten(broken)}"`)
    }),
  flaw: program('serve({ log: (event) => console.log(JSON.stringify(event, null, 2)) })'),
  sound: soundProgram,
})
