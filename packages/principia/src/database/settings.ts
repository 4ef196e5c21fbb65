import { defineConfig } from '../config/index.ts'
import type { Boot } from '../context/index.ts'
import { t } from '../validation/index.ts'
import { isPostgresUrl } from './faults.ts'

/** The environment variables that a database reads. */
export const databaseSettings = defineConfig({
  DATABASE_URL: t.Optional(
    t.String({
      description: 'a PostgreSQL server, as postgres://user:password@host:5432/database; embedded unless set',
    }),
  ),
  MIGRATE_ON_START: t.Boolean({
    default: false,
    description: 'whether the migrations of the database at DATABASE_URL are applied at start',
  }),
})

type Environment = Boot['env']

/** `undefined` where the embedded database is meant. */
export function databaseUrl({ DATABASE_URL: url = '' }: Environment): string | undefined {
  return url === '' ? undefined : url
}

export function migratesOnStart({ MIGRATE_ON_START: text = '' }: Environment): boolean {
  return text.trim().toLowerCase() === 'true'
}

/** What is wrong with the settings, as sentences. The URL is never quoted: it may hold a password. */
export function settingMistakes(env: Environment): string[] {
  const mistakes: string[] = []
  const url = databaseUrl(env)
  if (url !== undefined && !isPostgresUrl(url)) {
    mistakes.push(
      'DATABASE_URL must be a URL such as postgres://user:password@host:5432/database, with characters such as ' +
        '@ or / in the password written as %40 and %2F',
    )
  }
  const { MIGRATE_ON_START: text = '' } = env
  if (!/^\s*(true|false)?\s*$/i.test(text)) {
    mistakes.push(`MIGRATE_ON_START must be true or false, but is ${JSON.stringify(text)}`)
  }
  return mistakes
}
