#!/usr/bin/env node
/**
 * The oldest Node that the framework runs on. Nothing may be imported before it is compared: on an older one
 * an import can fail with an error that says nothing about versions.
 */
const OLDEST_NODE = 26

const { node } = process.versions
if (Number.parseInt(node, 10) < OLDEST_NODE) {
  process.stderr.write(`principia needs Node ${OLDEST_NODE} or newer; this is ${node}.\n`)
  // EXIT.unavailable, which is an import away.
  process.exit(69)
}

const { exitCodeOf, report } = await import('./report.ts')

// A reader such as `head` that has seen enough is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  const { runCli } = await import('./run.ts')
  const code = await runCli(process.argv.slice(2))
  // The app's file may have started timers or opened sockets; a command that is done waits for none.
  if (code !== undefined) process.exit(code)
} catch (error) {
  report(error)
  process.exit(exitCodeOf(error))
}
