import { open, stat } from 'node:fs/promises'
import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { filesOf } from '../../process/proc.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { EVENT_STREAM } from './mend.ts'
import { ordinary } from './requests.ts'
import { listen, SAYS_NOTHING } from './said.ts'

/** Bytes at the end of a file in which the last lines are. */
const END = 256 << 10

export const logsToStdout = check({
  id: 'observability/logs-to-stdout',
  claim: 'Logs are a stream of events on stdout, not a file of its own.',
  severity: 'should',
  source: text('The Twelve-Factor App, XI. Logs', 'https://12factor.net/logs'),
  mend: EVENT_STREAM,
  needs: ['process'],
  within: 60_000,
  run(inspection) {
    const marker = inspection.random.word(16)
    return listen(inspection, ordinary(inspection, marker), async ({ launched, lines }) => {
      if (lines.length > 0) return passed(`It wrote ${lines.length} lines about the requests.`)
      const files = new Set(launched.running.pids.flatMap(filesOf))
      for (const file of files)
        if (await endsWith(file, marker))
          return failed(`It wrote nothing to stdout and stderr; the line about a request is in ${file}.`)
      return inconclusive(SAYS_NOTHING)
    })
  },
  flaw: program(`
    import { createWriteStream } from 'node:fs'
    let file
    serve({
      log(event) {
        file ??= createWriteStream(process.env.DATA + '.log')
        file.write(JSON.stringify(event) + '\\n')
      },
    })
  `),
  sound: soundProgram,
})

/** Whether a text file has a marker in its last lines. */
async function endsWith(path: string, marker: string): Promise<boolean> {
  try {
    const { size } = await stat(path)
    await using file = await open(path)
    const from = Math.max(0, size - END)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(END), 0, END, from)
    const end = buffer.subarray(0, bytesRead)
    return end.includes(marker) && !end.includes(0)
  } catch {
    // It is gone, or not ours to read.
    return false
  }
}
