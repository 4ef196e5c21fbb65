import { APP_FILE, type Command } from './command.ts'
import { loadApp } from './load.ts'

/** `principia work`: the work of an app, in a process of its own. */
export const workCommand: Command = {
  name: 'work',
  summary: "Do the app's jobs, schedules and consumers, without serving requests.",
  usage: '[file]',
  details: [
    `The app is ${APP_FILE}`,
    'Only the management port is open, with health, metrics and the inspector; HOST and PORT are not listened on.',
    'It works whatever WORK says: WORK=off keeps `principia start` from doing so too.',
    '',
    'SIGTERM and SIGINT end it in good order: it takes no more jobs, hands back at once those that have not begun, and',
    'has SHUTDOWN_DEADLINE for the rest. A second one ends it at once; others do those jobs again.',
  ].join('\n'),
  takes: { atLeast: 0, atMost: 1 },
  options: {},
  settings: async () => (await import('./settings.ts')).settingRows(),
  examples: [
    ['principia work', "the work of this folder's app"],
    ['MANAGEMENT_PORT=9000 principia work', 'with health and metrics at another port'],
  ],
  exits: [
    [1, 'Stopped, but some jobs did not finish in time; they were handed back.'],
    [64, 'The command was called wrongly, there is no app, or it has no work.'],
    [69, 'Something it needs is not available: a port, the database.'],
    [130, 'Ended at once by a second SIGINT (Ctrl-C).'],
    [143, 'Ended at once by a second SIGTERM.'],
    [78, 'The app or its settings are wrong; every mistake was printed.'],
  ],
  async run({ args }) {
    const began = performance.now()
    const [{ startWorking }, { announce }] = await Promise.all([
      import('../app/index.ts'),
      import('./started.ts'),
    ])
    const { app, directory } = await loadApp(args[0])
    const working = await startWorking(app, { handleSignals: true, directory })
    announce(working, performance.now() - began)
    return undefined
  },
}
