#!/usr/bin/env node
import { exitCodeOf, report } from './report.ts'
import { runCli } from './run.ts'

// A reader such as `head` that has seen enough is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  const code = await runCli(process.argv.slice(2))
  // The app's file may have started timers or opened sockets; a command that is done waits for none.
  if (code !== undefined) process.exit(code)
} catch (error) {
  report(error)
  process.exit(exitCodeOf(error))
}
