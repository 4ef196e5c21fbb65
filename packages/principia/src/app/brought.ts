import type { Service } from '../context/index.ts'
import type { Job } from '../jobs/index.ts'
import type { Route } from '../routing/index.ts'
import type { AppSpec } from './app.ts'

/** What a service may bring to its app besides itself. */
interface Bringing {
  /** @param names under which handlers find the service, and the database of the app's work */
  readonly brings: (names: { readonly service: string; readonly database: string }) => Brought
}

interface Brought {
  readonly jobs?: readonly Job[]
  readonly routes?: readonly Route[]
}

/** The jobs and routes that an app's services bring along. */
export function broughtBy({ services = {}, work }: AppSpec): Required<Brought> {
  const database = work === undefined ? undefined : nameOf(services, work.database)
  const all =
    database === undefined
      ? []
      : bringing(services).map(([service, { brings }]) => brings({ service, database }))
  return { jobs: all.flatMap(({ jobs = [] }) => jobs), routes: all.flatMap(({ routes = [] }) => routes) }
}

/** Services whose jobs nobody would do, as sentences. */
export function broughtMistakes({ services = {}, work }: AppSpec): string[] {
  if (work !== undefined) return []
  return bringing(services).map(
    ([name]) =>
      `services: what "${name}" does is work of the app; say whose tables hold it, as in \`work: { database: services.db }\`.`,
  )
}

/** The name under which handlers find a service. */
export function nameOf(services: NonNullable<AppSpec['services']>, wanted: unknown): string | undefined {
  return Object.entries(services).find(([, service]) => service === wanted)?.[0]
}

function bringing(services: NonNullable<AppSpec['services']>): [string, Bringing][] {
  return Object.entries(services).filter((entry): entry is [string, Service<unknown> & Bringing] =>
    isBringing(entry[1]),
  )
}

function isBringing(service: Service<unknown>): service is Service<unknown> & Bringing {
  return 'brings' in service && typeof service.brings === 'function'
}
