import { STATUS_CODES } from '../../http/node-http.ts'
import type { LogRecord, QueryRecord, TraceRecord } from '../../context/index.ts'
import type { Route } from '../../routing/index.ts'
import { limitText } from '../../security/index.ts'
import { stagesOf, validatedParts, type Stage } from './stages.ts'
import { routeOf, toSummary, type Summary } from './summary.ts'

/** All that the inspector knows of one request. */
export interface Detail extends Omit<Summary, 'queries' | 'logs' | 'failures'> {
  readonly statusText: string
  readonly remoteAddress: string
  readonly responseType: string
  readonly responseBytes: number
  /** What the route declares; `null` where no route matched, or the inspector does not know the routes. */
  readonly definition: Definition | null
  readonly stages: readonly Stage[]
  readonly queries: readonly QueryRecord[]
  readonly logs: readonly LogRecord[]
  readonly failures: readonly { readonly pointer: string; readonly message: string }[]
}

export interface Definition {
  readonly definedAt: string
  /** The name of the access rule, or `public`. */
  readonly access: string
  /** The parts of the request that are validated. */
  readonly validates: readonly string[]
  readonly limit: string | null
}

export function toDetail(record: TraceRecord, routes: readonly Route[]): Detail {
  const route = routeOf(record, routes)
  return {
    ...toSummary(record, routes),
    // 499 is not a registered status: it stands in the record for a client that left.
    statusText: record.status === 499 ? 'Client left' : (STATUS_CODES[record.status] ?? ''),
    remoteAddress: record.remoteAddress,
    responseType: record.responseType,
    responseBytes: record.responseBytes,
    definition: route === undefined ? null : definitionOf(route),
    stages: stagesOf(record, route),
    queries: record.queries ?? [],
    logs: record.logs ?? [],
    failures: record.failures ?? [],
  }
}

function definitionOf({ spec, definedAt }: Route): Definition {
  return {
    definedAt,
    access: typeof spec.access === 'object' ? spec.access.access : 'public',
    validates: validatedParts(spec),
    limit: limitText(spec.limit) ?? null,
  }
}
