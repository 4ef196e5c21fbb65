import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { EVENT_STREAM } from './mend.ts'
import { ordinary } from './requests.ts'
import { listen, SAYS_NOTHING, shorten } from './said.ts'

/** `key=value` and `key="a value"`, three of them or more (logfmt). */
const LOGFMT = /^(?:.*\s)?[\w.-]+=(?:"[^"]*"|\S*)(?:.*?\s[\w.-]+=(?:"[^"]*"|\S*)){2}/

export const structuredLogs = check({
  id: 'observability/structured-logs',
  claim: 'Lines of the log are data with names, which a machine can read.',
  severity: 'may',
  source: text('OpenTelemetry: logs', 'https://opentelemetry.io/docs/concepts/signals/logs/#structured-logs'),
  mend: EVENT_STREAM,
  needs: ['process'],
  within: 60_000,
  run: (inspection) =>
    listen(inspection, ordinary(inspection, inspection.random.word(16)), ({ lines }) => {
      if (lines.length === 0) return inconclusive(SAYS_NOTHING)
      const loose = lines.find(({ text: line }) => !isObject(line) && !LOGFMT.test(line))
      if (loose === undefined) return passed(`It wrote ${lines.length} lines of data.`)
      return failed(`A line of its log is neither JSON nor names with values: "${shorten(loose)}"`)
    }),
  flaw: program('serve({ log: ({ path, status }) => console.log(path + " was answered with " + status) })'),
  sound: soundProgram,
})

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}
