import { createShedder, type Shedder } from '../http/index.ts'
import type { Metrics } from '../observability/index.ts'
import type { AppSpec } from './app.ts'

/** What turns an app's requests away when there are too many, and counts them. */
export function openShedder({ shedding }: AppSpec, metrics: Metrics): { readonly shedder?: Shedder } {
  if (shedding === false) return {}
  const shedder = createShedder(shedding)
  metrics.counter(
    'principia_requests_shed_total',
    'Requests turned away because there was too much to do.',
    shedder.count,
  )
  return { shedder }
}
