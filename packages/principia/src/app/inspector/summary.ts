import type { TraceRecord } from '../../context/index.ts'
import type { Route } from '../../routing/index.ts'

/** One line in the inspector's list. */
export interface Summary {
  readonly requestId: string
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly method: string
  readonly path: string
  readonly route: string
  /** Whether it was to an operation, or was refused with a problem; pages and their files are neither. */
  readonly api: boolean
  readonly status: number
  /** Milliseconds. */
  readonly duration: number
  readonly userId: string | null
  readonly traceId: string
  readonly aborted: boolean
  readonly queries: number
  readonly logs: number
  readonly failures: number
  readonly error: string | null
}

export function toSummary(record: TraceRecord, routes: readonly Route[]): Summary {
  return {
    requestId: record.requestId,
    startedAt: record.startedAt,
    method: record.method,
    path: record.path,
    route: record.route,
    api: isApi(record, routes),
    status: record.status,
    duration: record.duration,
    userId: record.userId ?? null,
    traceId: record.traceId,
    aborted: record.aborted,
    queries: record.queries?.length ?? 0,
    logs: record.logs?.length ?? 0,
    failures: record.failures?.length ?? 0,
    error: record.error ?? null,
  }
}

/** The route whose declaration answers for this request; HEAD is answered by the route of GET. */
export function routeOf(record: TraceRecord, routes: readonly Route[]): Route | undefined {
  const method = record.method === 'HEAD' ? 'GET' : record.method
  return routes.find((one) => one.path === record.route && (one.method === method || one.method === 'ALL'))
}

/** Where no routes are known, JSON is what an operation is told by. */
function isApi(record: TraceRecord, routes: readonly Route[]): boolean {
  const { responseType } = record
  if (responseType.startsWith('application/problem+json')) return true
  const route = routeOf(record, routes)
  if (route !== undefined) return route.spec.hidden !== true
  return routes.length === 0 && responseType.startsWith('application/json')
}
