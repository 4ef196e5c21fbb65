import { APP_FILE, type Command } from './command.ts'
import { loadApp } from './load.ts'
import { nearest } from './nearest.ts'
import { misuse } from './parse.ts'

const ACTIONS = ['up', 'down', 'status'] as const

export type MigrateAction = (typeof ACTIONS)[number]

/** `principia migrate`: brings the databases of an app to where its migrations say. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: "Apply, revert or list the migrations of the app's databases.",
  usage: 'up|down|status [--to <name>] [file]',
  details: [
    'up       applies what is missing, or as far as --to, which is applied too',
    'down     reverts the newest migration, or everything after --to, which stays',
    'status   lists what is applied and what is not',
    '',
    `The app is ${APP_FILE}`,
    'Its database is at DATABASE_URL, or else the embedded one in .principia/.',
  ].join('\n'),
  takes: { atLeast: 1, atMost: 2 },
  options: { to: { type: 'string', value: '<name>', description: 'The migration at which to arrive.' } },
  examples: [
    ['principia migrate up', 'apply all'],
    ['principia migrate down', 'take the newest back'],
    ['principia migrate up --to 2026-11-20-create-notes', 'go no further than this one'],
  ],
  exits: [
    [69, 'The database cannot be reached.'],
    [78, 'The history in the database and the list in the app disagree.'],
  ],
  async run({ args: [given = '', file], value }) {
    const action = ACTIONS.find((name) => name === given)
    if (action === undefined) {
      const meant = nearest(given, ACTIONS)
      throw misuse(
        migrateCommand,
        `does ${ACTIONS.join(', ')}, not "${given}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
      )
    }
    const to = value('to')
    if (to !== undefined && action === 'status') throw misuse(migrateCommand, 'status has no use for --to.')
    const { migrateApp } = await import('./migrate-app.ts')
    await migrateApp(await loadApp(file), action, to, (text) => process.stdout.write(text))
    return 0
  },
}
