import type { TraceRecord } from '../context/index.ts'
import type { TraceRing } from '../observability/index.ts'
import { route, type AccessRule, type Route } from '../routing/index.ts'

export interface InspectorOptions {
  readonly ring: TraceRing
  readonly access: 'public' | AccessRule<unknown, never>
}

/** The inspector: what happened inside the last requests, and inside those that come. */
export function inspectorRoutes({ ring, access }: InspectorOptions): Route[] {
  return [route('GET /inspector/requests', { access }, () => ({ requests: ring.list() as readonly TraceRecord[] }))]
}
