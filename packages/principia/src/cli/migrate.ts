import { nearest } from '../errors/index.ts'
import { APP_FILE, type Command } from './command.ts'
import { loadApp } from './load.ts'
import { misuse } from './parse.ts'

const ACTIONS = ['up', 'down', 'status', 'reset'] as const

export type MigrateAction = (typeof ACTIONS)[number]

const CONSENT = 'yes-delete-everything'

/** `principia migrate`: brings the databases of an app to where its migrations say. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: "Apply, revert or list the migrations of the app's databases.",
  usage: 'up|down|status|reset [--to <name>] [file]',
  details: [
    'up       applies what is missing, or as far as --to, which is applied too',
    'down     reverts the newest migration, or everything after --to, which stays',
    'status   lists what is applied and what is not, and what disagrees with the list',
    'reset    deletes everything in the schema public and applies all migrations again',
    '',
    `The app is ${APP_FILE}`,
    'Its database is at DATABASE_URL, or else the embedded one in .principia/.',
  ].join('\n'),
  takes: { atLeast: 1, atMost: 2 },
  options: {
    to: { type: 'string', value: '<name>', description: 'The migration at which to arrive.' },
    [CONSENT]: { type: 'boolean', description: 'Lets reset empty a database that DATABASE_URL names.' },
  },
  examples: [
    ['principia migrate up', 'apply all'],
    ['principia migrate down', 'take the newest back'],
    ['principia migrate reset', 'begin anew, with the embedded database'],
    ['principia migrate up --to 2026-11-20-create-notes', 'go no further than this one'],
  ],
  exits: [
    [69, 'The database cannot be reached, is too old or refuses what was asked.'],
    [70, 'A migration failed; its message was printed. For a fault in the program, its stack.'],
    [78, 'The history in the database and the list in the app disagree.'],
  ],
  async run({ args: [given = '', file], flag, value }) {
    const action = ACTIONS.find((name) => name === given)
    if (action === undefined) {
      const meant = nearest(given, ACTIONS)
      throw misuse(
        migrateCommand,
        `does ${ACTIONS.join(', ')}, not "${given}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
      )
    }
    const to = value('to')
    if (to !== undefined && (action === 'status' || action === 'reset')) {
      throw misuse(migrateCommand, `${action} has no use for --to.`)
    }
    const consent = flag(CONSENT)
    if (consent && action !== 'reset') throw misuse(migrateCommand, `${action} has no use for --${CONSENT}.`)
    const { migrateApp } = await import('./migrate-app.ts')
    await migrateApp(await loadApp(file), { action, to, consent }, (text) => process.stdout.write(text))
    return 0
  },
}
