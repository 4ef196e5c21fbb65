import type { DatabaseDefinition, OpenDatabase } from '../database/index.ts'
import { createJobs, type Job, type WorkerOptions } from '../jobs/index.ts'
import type { AppSpec } from './app.ts'
import type { StartedService } from './boot.ts'

/** The work of an app besides its requests. */
export interface WorkSpec {
  /** The one of the app's services whose tables hold it, with `createJobs` among its migrations. */
  readonly database: Pick<DatabaseDefinition<unknown>, 'service' | 'migrations'>
  readonly jobs: readonly Job[]
  /** Jobs that run at the same time in one process, for each queue: 10 unless said. */
  readonly concurrency?: number | Readonly<Record<string, number>>
}

/** What works on an app's jobs, except for its log; `undefined` where the app has none. */
export function workOf(
  { work, services = {} }: AppSpec,
  started: readonly StartedService[],
  config: unknown,
): Omit<WorkerOptions<unknown>, 'logger'> | undefined {
  if (work === undefined || work.jobs.length === 0) return undefined
  const databaseName = nameOf(services, work.database) ?? 'db'
  const instances = Object.fromEntries(started.map(({ name, instance }) => [name, instance]))
  return {
    db: instances[databaseName] as OpenDatabase<unknown>,
    databaseName,
    jobs: work.jobs,
    services: { ...instances, config },
    ...(work.concurrency !== undefined && { concurrency: work.concurrency }),
  }
}

/** What is wrong with an app's work, as sentences. */
export function workMistakes({ work, services = {} }: AppSpec): string[] {
  if (work === undefined) return []
  const names = work.jobs.map(({ name }) => name)
  const twins = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  return [
    ...(nameOf(services, work.database) === undefined
      ? ["work: its `database` is not a service of the app; add it to app()'s `services`."]
      : []),
    ...(work.database.migrations.some(({ name }) => name === createJobs.name)
      ? []
      : ['work: the database has no tables for it; add `createJobs` to its migrations.']),
    ...[...twins].map(
      (name) =>
        `work: two jobs are named "${name}"; stored ones are told apart by it, so rename the newer one.`,
    ),
  ]
}

function nameOf(services: NonNullable<AppSpec['services']>, wanted: unknown): string | undefined {
  return Object.entries(services).find(([, service]) => service === wanted)?.[0]
}
