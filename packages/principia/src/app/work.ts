import type { Logger } from 'pino'
import type { DatabaseDefinition, OpenDatabase } from '../database/index.ts'
import { catchUp, follow, type Consumer } from '../events/index.ts'
import {
  createWork,
  doDueJobs,
  fireSchedules,
  limitMistakes,
  startWorker,
  type Job,
  type Schedule,
  type Worker,
  type WorkLimit,
  type WorkerOptions,
} from '../jobs/index.ts'
import type { AppSpec } from './app.ts'
import type { Booted, StartedService } from './boot.ts'
import { broughtBy, broughtMistakes, nameOf } from './brought.ts'
import { observeWork } from './work-metrics.ts'

/** The work of an app besides its requests. */
export interface WorkSpec {
  /** The one of the app's services whose tables hold it, with `createWork` among its migrations. */
  readonly database: Pick<DatabaseDefinition<unknown>, 'service' | 'migrations'>
  readonly jobs?: readonly Job[]
  /** What is enqueued at times which a calendar gives. */
  readonly schedules?: readonly Schedule[]
  /** What follows the log of events: projections, and what reacts to them. */
  readonly consumers?: readonly Consumer[]
  /** Jobs that run at the same time in one process, for each queue: 10 unless said. */
  readonly concurrency?: number | Readonly<Record<string, number>>
  /** How much of a queue is done at a time over all processes; a kind of job may have a `limit` of its own. */
  readonly limits?: Readonly<Record<string, WorkLimit>>
  /** Days for which the history has what has ended: 7 unless said. */
  readonly keep?: number
}

/** What an app's work is done with, except for its log. */
export type Work = Omit<WorkerOptions<unknown>, 'logger' | 'follower'> & {
  readonly consumers: readonly Consumer[]
}

/** @returns `undefined` where the app has none */
export function workOf(spec: AppSpec, started: readonly StartedService[], config: unknown): Work | undefined {
  const { work, services = {} } = spec
  if (work === undefined) return undefined
  const { jobs = [], schedules = [], consumers = [], concurrency, limits, keep } = work
  const databaseName = nameOf(services, work.database) ?? 'db'
  const instances = Object.fromEntries(started.map(({ name, instance }) => [name, instance]))
  return {
    db: instances[databaseName] as OpenDatabase<unknown>,
    databaseName,
    jobs: [...jobs, ...broughtBy(spec).jobs],
    schedules,
    consumers,
    services: { ...instances, config },
    ...(concurrency !== undefined && { concurrency }),
    ...(limits !== undefined && { limits }),
    ...(keep !== undefined && { keep }),
  }
}

/** Begins to work, until it is stopped. */
export async function startWork(
  work: Work,
  { logger, metrics }: Pick<Booted, 'logger' | 'metrics'>,
): Promise<Worker> {
  const follower = work.consumers.length === 0 ? undefined : await follow({ ...work, log: logger })
  const worker = await startWorker({
    ...work,
    logger,
    onAttempt: observeWork(metrics, work.db),
    ...(follower !== undefined && { follower }),
  })
  return {
    running: worker.running,
    async stop(options) {
      const [inTime] = await Promise.all([worker.stop(options), follower?.[Symbol.asyncDispose]()])
      return inTime
    },
  }
}

/**
 * Does all that is due, and what comes of it, until nothing is left. For tests.
 *
 * @param now fires the schedules that are due then, counted from the first call that says it
 * @returns how many jobs were tried
 */
export async function doDueWork(work: Work, logger: Logger, now?: Date): Promise<number> {
  if (now !== undefined) await fireSchedules(work, now)
  for (let attempts = 0; ;) {
    await catchUp({ ...work, log: logger })
    const tried = await doDueJobs({ ...work, logger })
    if (tried === 0) return attempts
    attempts += tried
  }
}

/** What is wrong with an app's work, as sentences. */
export function workMistakes(spec: AppSpec): string[] {
  const { work, services = {} } = spec
  if (work === undefined) return broughtMistakes(spec)
  return [
    ...(nameOf(services, work.database) === undefined
      ? ["work: its `database` is not a service of the app; add it to app()'s `services`."]
      : []),
    ...(work.database.migrations.some(({ name }) => name === createWork.name)
      ? []
      : ['work: the database has no tables for it; add `createWork` to its migrations.']),
    ...(work.keep === undefined || (Number.isInteger(work.keep) && work.keep >= 1 && work.keep <= 3650)
      ? []
      : [`work: \`keep\` is a whole number of days from 1 to 3650; got ${work.keep}.`]),
    ...limitMistakes([...(work.jobs ?? []), ...broughtBy(spec).jobs], work.limits).map(
      (mistake) => `work: ${mistake}`,
    ),
    ...twinsIn([...(work.jobs ?? []), ...broughtBy(spec).jobs]).map(
      (name) =>
        `work: two jobs are named "${name}"; stored ones are told apart by it, so rename the newer one.`,
    ),
    ...twinsIn(work.schedules).map(
      (name) =>
        `work: two schedules are named "${name}", by which the database knows when it comes next; rename the newer one.`,
    ),
    ...twinsIn(work.consumers).map(
      (name) =>
        `work: two consumers are named "${name}", by which the log knows how far each has come; rename the newer one.`,
    ),
  ]
}

function twinsIn(named: readonly { readonly name: string }[] = []): readonly string[] {
  const names = named.map(({ name }) => name)
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
