import type { TraceRecord } from '../../context/index.ts'

/** One line in the inspector's list. */
export interface Summary {
  readonly requestId: string
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly method: string
  readonly path: string
  readonly route: string
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

export function toSummary(record: TraceRecord): Summary {
  return {
    requestId: record.requestId,
    startedAt: record.startedAt,
    method: record.method,
    path: record.path,
    route: record.route,
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
