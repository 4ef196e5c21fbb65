import { nearest } from '../errors/index.ts'
import { APP_FILE, type Command } from './command.ts'
import { loadApp } from './load.ts'
import { misuse } from './parse.ts'

const ACTIONS = ['counts', 'list', 'show', 'retry', 'discard', 'cancel', 'schedules'] as const
const STATES = [
  'blocked',
  'scheduled',
  'waiting',
  'running',
  'dead',
  'done',
  'cancelled',
  'discarded',
] as const

export type JobsAction = (typeof ACTIONS)[number]

/** Which options say something to an action. */
const TAKES: Readonly<Record<JobsAction, readonly string[]>> = {
  counts: ['json'],
  list: ['state', 'queue', 'kind', 'limit', 'before', 'json'],
  show: ['id'],
  retry: ['id', 'queue', 'kind', 'all'],
  discard: ['id', 'queue', 'kind', 'all'],
  cancel: ['id', 'queue', 'kind', 'all'],
  schedules: ['json'],
}

/** `principia jobs`: what an app has to do, and what became of it. */
export const jobsCommand: Command = {
  name: 'jobs',
  summary: 'Count, list, retry, discard or cancel the jobs of the app.',
  usage: `${ACTIONS.join('|')} [options] [file]`,
  details: [
    'counts     how much waits, runs, is scheduled and dead in each queue, and since when',
    'list       the jobs of a state, the last enqueued first; without --state, all that are still to be done',
    'show       one job, as JSON, with its arguments and its last error',
    'retry      dead jobs are tried again',
    'discard    dead jobs are thrown away',
    'cancel     jobs that wait are removed, handlers of those that run are told to end',
    'schedules  when each comes next, and when it came last',
    '',
    'retry, discard and cancel need to know which: --id, --queue, --kind or --all.',
    `The app is ${APP_FILE} Nothing of it is started.`,
    'Its database is at DATABASE_URL, or else the embedded one in .principia/.',
  ].join('\n'),
  takes: { atLeast: 1, atMost: 2 },
  options: {
    id: {
      type: 'string',
      value: '<id>',
      multiple: true,
      description: 'This job; may be given more than once.',
    },
    queue: { type: 'string', value: '<name>', description: 'Those of this queue.' },
    kind: { type: 'string', value: '<name>', description: 'Those with this name of defineJob.' },
    all: { type: 'boolean', description: 'Every one.' },
    state: { type: 'string', value: '<state>', description: `One of ${STATES.join(', ')}.` },
    limit: { type: 'string', value: '<n>', description: 'How many are listed, up to 1000: 50 unless said.' },
    before: { type: 'string', value: '<id>', description: 'Goes on after this last one of a list.' },
    json: { type: 'boolean', description: 'Print JSON, for programs.' },
  },
  examples: [
    ['principia jobs counts', 'how it is'],
    ['principia jobs list --state dead', 'what was given up, and why'],
    ['principia jobs retry --kind send-receipt', 'all dead jobs of a kind, once their cause is mended'],
  ],
  exits: [
    [64, 'The command was called wrongly, there is no app, it has no work, or no such job.'],
    [69, 'The database cannot be reached, is too old or refuses what was asked.'],
    [78, 'The file does not export an app.'],
  ],
  async run({ args: [given = '', file], flag, value, values }) {
    const action = ACTIONS.find((name) => name === given)
    if (action === undefined)
      throw misuse(jobsCommand, `does ${ACTIONS.join(', ')}, not "${given}".${didYouMean(given, ACTIONS)}`)
    for (const option of Object.keys(jobsCommand.options)) {
      if ((flag(option) || value(option) !== undefined) && !TAKES[action].includes(option))
        throw misuse(jobsCommand, `${action} has no use for --${option}.`)
    }
    const limit = Number(value('limit') ?? 50)
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
      throw misuse(jobsCommand, `needs a whole number from 1 to 1000 for --limit, not "${value('limit')}".`)
    const stated = value('state')
    const state = STATES.find((name) => name === stated)
    if (stated !== undefined && state === undefined)
      throw misuse(
        jobsCommand,
        `knows no state "${stated}".${didYouMean(stated, STATES)} There are ${STATES.join(', ')}.`,
      )
    const chosen = { ids: values('id'), queue: value('queue'), kind: value('kind'), all: flag('all') }
    const { askForJobs } = await import('./ask-for-jobs.ts')
    const order = { action, ...chosen, state, limit, before: value('before'), json: flag('json') }
    process.stdout.write(await askForJobs(await loadApp(file), order))
    return 0
  },
}

function didYouMean(text: string, names: readonly string[]): string {
  const meant = nearest(text, names)
  return meant === undefined ? '' : ` Did you mean "${meant}"?`
}
