#!/usr/bin/env node
/**
 * The oldest Node that the auditor runs on. Nothing may be imported before it is compared: on an older one an import can
 * fail with an error that says nothing about versions.
 */
const OLDEST_NODE = 26

const { node } = process.versions
if (Number.parseInt(node, 10) < OLDEST_NODE) {
  process.stderr.write(`principia-audit needs Node ${OLDEST_NODE} or newer; this is ${node}.\n`)
  process.exit(2)
}

// A reader such as `head` that has seen enough is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70))

// Hundreds of checks are compiled once, and not at each start.
const { enableCompileCache } = await import('node:module')
enableCompileCache()
const { runCli, takeLeftOver } = await import('./run.ts')
process.on('unhandledRejection', takeLeftOver)
const code = await runCli(process.argv.slice(2))
// A check that was given up may still hold something open; only what was said has to be out.
process.stdout.write('', () => process.exit(code))
