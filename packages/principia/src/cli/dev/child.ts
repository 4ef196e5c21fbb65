import { start, type Running } from '../../app/index.ts'
import { loadApp, type LoadedApp } from '../load.ts'
import { exitCodeOf, report } from '../report.ts'
import { announce } from '../started.ts'
import type { FromApp, ToApp } from './messages.ts'

/**
 * The process in which `principia dev` runs the app.
 *
 *     "load" ──▶ load the app's file, say "loaded" ──▶ "start" ──▶ start, say "started" ──▶ "stop"
 *
 * It is there, with the framework loaded, before a change makes it necessary; it loads the app while the
 * one before it still stops, and starts once that one is gone. When the channel closes, `principia dev`
 * is dead, however it died, and this process ends too.
 */

/** Milliseconds for requests in flight when the next process is waiting to start. */
const HURRY = 400

let loaded: LoadedApp | undefined
let running: Running | undefined

process.on('disconnect', () => process.exit())
process.on('message', (message: ToApp) => void attempt(() => obey(message)))
// It closed while this file's imports were loaded.
if (!process.connected) process.exit()

async function obey(message: ToApp): Promise<void> {
  if (message.kind === 'stop') return stop(message.hurry)
  if (message.kind === 'start') return run(message.announce)
  loaded = await loadApp(message.file)
  say({ kind: 'loaded' })
}

async function run(withAnnouncement: boolean): Promise<void> {
  if (loaded === undefined) return
  const began = performance.now()
  running = await start(loaded.app, { handleSignals: true, directory: loaded.directory })
  if (withAnnouncement || !process.stdout.isTTY) announce(running, performance.now() - began)
  say({
    kind: 'started',
    usesDatabase: running.booted.services.some(({ definition }) => definition.service === 'database'),
  })
}

async function stop(hurry: boolean): Promise<void> {
  if (hurry) setTimeout(() => process.exit(), HURRY)
  const inTime = await running?.stop()
  process.exit(inTime === false ? 1 : 0)
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    report(error)
    process.exit(exitCodeOf(error))
  }
}

function say(message: FromApp): void {
  process.send?.(message)
}
