import type { OpenDatabase } from '../database/index.ts'
import { EXIT, StartFault } from '../errors/index.ts'
import {
  cancelJobs,
  countJobs,
  discardJobs,
  getJob,
  listJobs,
  listSchedules,
  retryJobs,
  type Chosen,
  type JobState,
} from '../jobs/index.ts'
import { databasesOf, withDatabase } from './databases.ts'
import type { JobsAction } from './jobs.ts'
import type { LoadedApp } from './load.ts'
import { table } from './table.ts'

export interface JobsOrder {
  readonly action: JobsAction
  readonly ids: readonly string[]
  readonly queue: string | undefined
  readonly kind: string | undefined
  readonly all: boolean
  readonly state: JobState | undefined
  readonly limit: number
  readonly before: string | undefined
  readonly json: boolean
}

/**
 * Carries out an order on the database that has the app's work.
 *
 * @returns what to print
 * @throws StartFault where the app has no work, or it is not said which jobs are meant
 */
export async function askForJobs({ app, directory }: LoadedApp, order: JobsOrder): Promise<string> {
  const database = databasesOf(app).find(({ definition }) => definition === app.spec.work?.database)
  if (database === undefined) {
    throw new StartFault(
      `${app.name} has no work: app() was given no \`work\`, or its database is not one of the services.`,
      EXIT.usage,
    )
  }
  return withDatabase(database, directory, (db) => ACTIONS[order.action](db, order)).catch(
    (error: unknown) => {
      // An id that is none.
      throw error instanceof TypeError ? new StartFault(error.message, EXIT.usage, { cause: error }) : error
    },
  )
}

type Action = (db: OpenDatabase<unknown>, order: JobsOrder) => Promise<string>

const ACTIONS: Readonly<Record<JobsAction, Action>> = {
  async counts(db, { json }) {
    const counts = await countJobs(db)
    if (json) return toJson(counts)
    return counts.length === 0 ? 'There is nothing to do.\n' : countTable(counts)
  },
  async list(db, { state, queue, kind, limit, before, json }) {
    const jobs = await listJobs(db, {
      limit,
      ...(state !== undefined && { state }),
      ...(queue !== undefined && { queue }),
      ...(kind !== undefined && { kind }),
      ...(before !== undefined && { before }),
    })
    if (json) return toJson(jobs)
    return jobs.length === 0 ? 'There are none.\n' : jobTable(jobs)
  },
  async show(db, { ids: [id] }) {
    if (id === undefined) throw new StartFault('Say which job is meant: --id.', EXIT.usage)
    const job = await getJob(db, id)
    if (job !== undefined) return toJson(job)
    throw new StartFault(`There is no job ${id}, nor does the history have it.`, EXIT.usage)
  },
  retry: async (db, order) => `${await retryJobs(db, chosenBy(order))} tried again\n`,
  discard: async (db, order) => `${await discardJobs(db, chosenBy(order))} discarded\n`,
  async cancel(db, order) {
    const { removed, told } = await cancelJobs(db, chosenBy(order))
    return `${removed} removed, ${told} that run told to end\n`
  },
  async schedules(db, { json }) {
    const schedules = await listSchedules(db)
    if (json) return toJson(schedules)
    return schedules.length === 0 ? 'There are none.\n' : scheduleTable(schedules)
  },
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function chosenBy({ ids, queue, kind, all }: JobsOrder): Chosen {
  if (all) return 'all'
  if (ids.length > 0) return { ids }
  if (kind !== undefined) return { kind, ...(queue !== undefined && { queue }) }
  if (queue !== undefined) return { queue }
  throw new StartFault('Say which jobs are meant: --id, --queue, --kind or --all.', EXIT.usage)
}

function countTable(counts: Awaited<ReturnType<typeof countJobs>>): string {
  return table(
    ['QUEUE', 'WAITING', 'SCHEDULED', 'BLOCKED', 'RUNNING', 'DEAD', 'OLDEST'],
    counts.map(({ queue, waiting, scheduled, blocked, running, dead, oldest }) => [
      queue,
      ...[waiting, scheduled, blocked, running, dead].map(String),
      waiting === 0 ? '' : `${Math.round(oldest / 1000)} s`,
    ]),
  )
}

const LONGEST_LINE = 80

function jobTable(jobs: Awaited<ReturnType<typeof listJobs>>): string {
  return table(
    ['ID', 'KIND', 'QUEUE', 'STATE', 'ATTEMPT', 'ENQUEUED', 'LAST ERROR'],
    jobs.map(({ id, kind, queue, state, attempt, maxAttempts, enqueuedAt, lastError }) => [
      id,
      kind,
      queue,
      state,
      maxAttempts === undefined ? String(attempt) : `${attempt} of ${maxAttempts}`,
      enqueuedAt.toISOString(),
      (lastError?.split('\n', 1)[0] ?? '').slice(0, LONGEST_LINE),
    ]),
  )
}

function scheduleTable(schedules: Awaited<ReturnType<typeof listSchedules>>): string {
  return table(
    ['SCHEDULE', 'EXPRESSION', 'NEXT', 'LAST', 'ITS JOB', 'FIRED BY'],
    schedules.map(({ name, expression, nextAt, lastAt, lastJob, watched }) => [
      name,
      expression,
      nextAt.toISOString(),
      lastAt?.toISOString() ?? '',
      lastJob ?? '',
      watched ? 'workers' : 'nobody',
    ]),
  )
}
