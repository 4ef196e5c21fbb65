import { join } from 'node:path'
import type { Boot, Service } from '../context/index.ts'
import { EXIT, StartFault } from '../errors/index.ts'
import { connectDatabase, type OpenDatabase } from './connect.ts'
import type { DatabaseDefinition } from './definition.ts'
import { checkHistory } from './history.ts'
import { idempotencyStore } from './idempotency.ts'
import { migrate, migrationStatus } from './migrate.ts'
import { databaseSettings, databaseUrl, migratesOnStart, settingMistakes } from './settings.ts'

/**
 * A database as a service of an app: at `DATABASE_URL`, or else the embedded one under `.principia/`.
 *
 * The embedded database belongs to the app, so its migrations are applied at start. One that is given by
 * `DATABASE_URL` may be shared with versions of the app that still run: there, pending migrations keep the
 * app from starting, unless `MIGRATE_ON_START` is `true`.
 */
export function databaseService<Tables>(
  definition: () => DatabaseDefinition<Tables>,
): Service<OpenDatabase<Tables>> {
  return {
    service: 'database',
    settings: Object.keys(databaseSettings.schema.properties),
    mistakes: settingMistakes,
    start: (boot) => startDatabase(definition(), boot),
    stop: (db) => db.close(),
    ready: (db) => db.ping(),
    idempotency: idempotencyStore,
    describe: (db) =>
      `PostgreSQL at ${db.address}${db.directory === undefined ? '' : `, embedded in ${db.directory}`}`,
  }
}

/** Connects where the environment says, without touching the tables. */
export function connectForBoot<Tables>(
  definition: DatabaseDefinition<Tables>,
  { env, directory, log }: Pick<Boot, 'env' | 'directory' | 'log'>,
): Promise<OpenDatabase<Tables>> {
  const url = databaseUrl(env)
  return connectDatabase(
    definition,
    url === undefined ? { directory: join(directory, '.principia', 'postgres') } : { url },
    log,
  )
}

async function startDatabase<Tables>(
  definition: DatabaseDefinition<Tables>,
  boot: Boot,
): Promise<OpenDatabase<Tables>> {
  const db = await connectForBoot(definition, boot)
  try {
    if (databaseUrl(boot.env) === undefined || migratesOnStart(boot.env)) {
      const { names } = await migrate(db)
      if (names.length > 0) boot.log.info({ migrations: names }, 'migrations applied')
    } else await refusePending(db)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

async function refusePending<Tables>(db: OpenDatabase<Tables>): Promise<void> {
  const { applied, pending } = await migrationStatus(db)
  checkHistory(applied, db.definition.migrations)
  if (pending.length === 0) return
  throw new StartFault(
    `The database at ${db.address} lacks ${pending.length === 1 ? 'a migration' : `${pending.length} migrations`}: ` +
      `${pending.join(', ')}. Run \`principia migrate up\`, or set MIGRATE_ON_START=true.`,
    EXIT.config,
  )
}
