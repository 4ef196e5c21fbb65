import { relative, resolve } from 'node:path'
import { styleText } from 'node:util'
import { APP_FILE, type Command } from './command.ts'
import { toExitCode } from './dev/process.ts'
import { createSession, type Session } from './dev/session.ts'
import { watchSources } from './dev/watch.ts'
import { findAppFile } from './load.ts'

/** `principia dev`: the app, as its files are now. */
export const dev: Command = {
  name: 'dev',
  summary: 'Run the app and restart it when a file changes.',
  usage: '[file] [--watch <folder>]',
  details: [
    `The app is ${APP_FILE}`,
    'A change of a source file in its folder (that of its package.json) or of .env restarts it; node_modules,',
    'dist, tests and whatever begins with a dot do not. A file that does not load is reported, and the next',
    'change awaited. The embedded database keeps running in between.',
    '',
    'Ctrl-C ends it in good order; pressed again, at once.',
  ].join('\n'),
  takes: { atLeast: 0, atMost: 1 },
  options: {
    watch: {
      type: 'string',
      value: '<folder>',
      multiple: true,
      description: 'Watch this folder too; may be repeated.',
    },
  },
  examples: [
    ['principia dev', 'the app of this folder'],
    ['principia dev src/admin.ts --watch ../shared', 'another file, and a folder it imports from'],
  ],
  exits: [
    [1, 'Stopped, but some requests in flight did not finish in time.'],
    [130, 'Ended at once by a second SIGINT (Ctrl-C).'],
    [143, 'Ended at once by a second SIGTERM.'],
  ],
  async run({ args, values }) {
    const { path, directory } = findAppFile(args[0])
    let releaseDatabase: Promise<() => Promise<void>> | undefined
    const session = createSession({
      file: path,
      tell,
      started({ usesDatabase }) {
        if (usesDatabase) releaseDatabase ??= keepDatabase(directory)
      },
    })
    const stopWatching = watchSources(
      [directory, ...values('watch').map((folder) => resolve(folder))],
      (paths) =>
        session.restart(paths.length > 3 ? `${paths.length} files changed` : `${paths.join(', ')} changed`),
      (error) => tell(`changes can no longer be seen: ${error.message}`),
    )
    tell(`watching ${relative(process.cwd(), directory) || '.'}`)
    const code = await untilSignal(session)
    stopWatching()
    await (
      await releaseDatabase
    )?.()
    return code
  },
}

async function keepDatabase(directory: string): Promise<() => Promise<void>> {
  const { keepEmbeddedServer } = await import('./databases.ts')
  return keepEmbeddedServer(directory)
}

/** On standard error: standard output is the app's log. */
function tell(line: string): void {
  process.stderr.write(`${styleText('dim', `principia: ${line}`, { stream: process.stderr })}\n`)
}

/** A terminal's Ctrl-C reaches the app's process as well; asking it to stop once more does no harm. */
function untilSignal(session: Session): Promise<number> {
  return new Promise((resolveCode) => {
    let quitting = false
    const listener = (signal: NodeJS.Signals) => {
      if (quitting) {
        session.kill()
        process.exit(toExitCode(signal))
      }
      quitting = true
      void session.quit().then(resolveCode)
    }
    process.on('SIGINT', listener).on('SIGTERM', listener)
  })
}
