import type { App } from '../app/index.ts'
import { readEnvironment } from '../config/index.ts'
import { defineDatabase, type DatabaseDefinition, type OpenDatabase } from '../database/index.ts'
import { connectForBoot } from '../database/service.ts'

/** A database that an app lists among its services. */
export interface AppDatabase {
  readonly name: string
  readonly definition: DatabaseDefinition<unknown>
}

/** The databases of an app, under the names that its handlers know them by. */
export function databasesOf(app: App): AppDatabase[] {
  return Object.entries(app.spec.services ?? {}).flatMap(([name, service]) =>
    isDatabase(service) ? [{ name, definition: service }] : [],
  )
}

function isDatabase(service: object): service is DatabaseDefinition<unknown> {
  return 'service' in service && service.service === 'database' && 'migrations' in service
}

/** Connects to a database as the app would, for as long as `work` takes. Nothing is migrated by itself. */
export async function withDatabase<T>(
  { definition }: AppDatabase,
  directory: string,
  work: (db: OpenDatabase<unknown>) => Promise<T>,
): Promise<T> {
  const db = await connect(definition, directory)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/**
 * Keeps the embedded server of an app's folder running, and does nothing where `DATABASE_URL` names another.
 * It would otherwise stop a moment after the app did.
 *
 * @returns how to let go of it; the end of this process, however it comes, does so too.
 */
export async function keepEmbeddedServer(directory: string): Promise<() => Promise<void>> {
  const { env } = readEnvironment(directory)
  if ((env.DATABASE_URL ?? '') !== '') return () => Promise.resolve()
  const db = await connect(
    defineDatabase<unknown>({ migrations: [], pool: { max: 1, idleTimeout: 1000 } }),
    directory,
  )
  return () => db.close()
}

function connect(definition: DatabaseDefinition<unknown>, directory: string): Promise<OpenDatabase<unknown>> {
  const tell = (_fields: object | string, message?: string) => void process.stderr.write(`${message ?? ''}\n`)
  const log = { debug: () => undefined, info: tell, warn: tell, error: tell }
  return connectForBoot(definition, { env: readEnvironment(directory).env, directory, log })
}
