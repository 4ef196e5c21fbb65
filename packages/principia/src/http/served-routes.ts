import type { IncomingMessage } from 'node:http'
import type { Metrics, RouteMetrics } from '../observability/index.ts'
import {
  createMounts,
  createRouteTable,
  METHODS,
  type Found,
  type Route,
  type VersionMissing,
  type Versioning,
} from '../routing/index.ts'
import { compileRoute, type CompiledRoute, type Pipeline, type PipelineSettings } from './compile.ts'
import type { RequestContext } from './context.ts'
import { compilePreflights, type CorsOf } from './preflights.ts'
import { serveRoute } from './serve-route.ts'
import type { Priority } from './shed.ts'

/** A route, or what is mounted, as requests meet it. */
export interface Served {
  readonly route: Route
  readonly serve: Pipeline
  readonly metrics: RouteMetrics
  /** Milliseconds. */
  readonly deadline: number
  readonly answering: PipelineSettings
  readonly priority: Priority
}

export interface ServedRoutes {
  find(context: RequestContext): Found<Served> | VersionMissing
  /** By whose rules a pre-flight is answered: those of the route, or of what is mounted where there is none. */
  rulesFor(context: RequestContext): CorsOf
}

interface ServedSettings extends PipelineSettings {
  readonly metrics: Metrics
  readonly versioning?: Versioning | undefined
}

/**
 * Compiles an app's routes and puts them where requests are looked up.
 *
 * @throws TypeError when a route's declaration makes no sense.
 */
export function serveRoutes(routes: readonly Route[], settings: ServedSettings): ServedRoutes {
  const table = createRouteTable<Served>(settings.versioning)
  const mounts = createMounts<Served>()
  // A route has one pipeline in all its versions, and with it one count against its limit.
  const compiled = new Map<Route, CompiledRoute>()
  const compileOnce = (route: Route) => {
    const pipeline = compiled.get(route) ?? compileRoute(route, settings)
    compiled.set(route, pipeline)
    return pipeline
  }
  const all = routes.map((route): Served => {
    const { serve, deadline, answering } = compileOnce(route.served?.declaration ?? route)
    return {
      route,
      answering,
      serve: serveRoute(route, serve, answering, settings),
      metrics: settings.metrics.route(route.method, route.path, route.served?.version),
      deadline,
      priority: route.spec.priority ?? 'normal',
    }
  })
  for (const served of all) {
    if (served.route.method === 'ALL') mounts.add(served.route.path, served)
    else table.add(served.route, served)
  }
  const preflights = compilePreflights(all)
  return {
    find(context) {
      const { method, path, request } = context
      const found = table.find(method === 'HEAD' ? 'GET' : method, path, context)
      if (found.kind === 'match' || found.kind === 'malformed') return found
      const mounted = mounts.find(path)
      if (mounted === undefined) return found
      if (mounted.target.answering.cors !== undefined && isPreflight(request)) {
        return { kind: 'method-not-allowed', allow: METHODS }
      }
      return { kind: 'match', target: mounted.target, params: { rest: mounted.rest } }
    },
    rulesFor(context) {
      const ofRoutes = preflights(context.path, context)
      return (method) => ofRoutes(method) ?? mounts.find(context.path)?.target.answering
    },
  }
}

/** The Fetch standard, section 3.3.2. */
function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  )
}
