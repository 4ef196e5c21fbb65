import type { Log } from '../context/index.ts'
import type { Metrics } from '../observability/index.ts'
import {
  localCounters,
  sharedCounters,
  type Counters,
  type LimitStore,
  type SharedLimits,
} from '../security/index.ts'
import type { AppSpec } from './app.ts'
import type { StartedService } from './boot.ts'

/** What an app's limits count with, once its services have started. */
export function openCounters(
  spec: AppSpec,
  services: readonly StartedService[],
  log: Log,
  metrics: Metrics,
): { readonly counters: Counters; readonly close: () => void } {
  if (spec.limits === undefined) return { counters: localCounters(), close: () => undefined }
  const store = openStore(spec, spec.limits, services)
  let failures = 0
  metrics.counter(
    'principia_limits_uncounted_total',
    'Requests that the shared store of the rate limits did not count.',
    () => failures,
  )
  const { unavailable, timeout } = spec.limits
  const counters = sharedCounters({ store, unavailable, timeout, log, failed: () => void failures++ })
  return { counters, close: () => store.close?.() }
}

/** The service is found by its name, since a test may have put another in its place. */
function openStore(spec: AppSpec, { store }: SharedLimits, services: readonly StartedService[]): LimitStore {
  if (!('service' in store)) return store
  const name = nameOf(spec, store.service)
  return store.open(services.find((service) => service.name === name)?.instance)
}

export function limitMistakes(spec: AppSpec): string[] {
  const store = spec.limits?.store
  if (store === undefined || !('service' in store) || nameOf(spec, store.service) !== undefined) return []
  return [
    `limits: the store counts in a "${store.service.service}" that is not a service of the app; add it to app()'s \`services\`.`,
  ]
}

function nameOf({ services = {} }: AppSpec, wanted: unknown): string | undefined {
  return Object.entries(services).find(([, service]) => service === wanted)?.[0]
}
