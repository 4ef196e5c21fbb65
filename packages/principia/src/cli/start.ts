import { APP_FILE, type Command } from './command.ts'
import { loadApp } from './load.ts'

/** `principia start`: the app as in production. */
export const startCommand: Command = {
  name: 'start',
  summary: 'Run the app as in production.',
  usage: '[file]',
  details: [
    `The app is ${APP_FILE}`,
    "Settings come from the environment, then from .env in the app's folder; the app may have more of its own.",
    '',
    'SIGTERM and SIGINT end it in good order: what is in flight is finished. A second one ends it at once.',
    'Standard output is the log: JSON lines, unless it is a terminal.',
  ].join('\n'),
  takes: { atLeast: 0, atMost: 1 },
  options: {},
  settings: async () => (await import('./settings.ts')).settingRows(),
  examples: [
    ['principia start', 'the app of this folder'],
    ['PORT=8080 principia start dist/app.js', 'a built one, on another port'],
  ],
  exits: [
    [1, 'Stopped, but some requests in flight did not finish in time.'],
    [69, 'Something it needs is not available: a port, the database.'],
    [130, 'Ended at once by a second SIGINT (Ctrl-C).'],
    [143, 'Ended at once by a second SIGTERM.'],
    [78, 'The app or its settings are wrong; every mistake was printed.'],
  ],
  async run({ args }) {
    const began = performance.now()
    const [{ start }, { announce }] = await Promise.all([import('../app/index.ts'), import('./started.ts')])
    const { app, directory } = await loadApp(args[0])
    const running = await start(app, { handleSignals: true, directory })
    announce(running, performance.now() - began)
    return undefined
  },
}
