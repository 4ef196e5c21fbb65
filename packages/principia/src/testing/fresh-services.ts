import type { App } from '../app/index.ts'
import type { Service } from '../context/index.ts'
import type { DatabaseDefinition } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'

/** The app's databases, each replaced by an empty one of its own that is gone when the app stops. */
export function freshServices(app: App): Record<string, Service<unknown>> {
  const databases = Object.entries(app.spec.services ?? {}).filter(
    (entry): entry is [string, DatabaseDefinition<unknown>] => entry[1].service === 'database',
  )
  return Object.fromEntries(
    databases.map(([name, definition]) => [name, { ...definition, start: () => testDatabase(definition) }]),
  )
}
