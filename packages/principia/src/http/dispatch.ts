import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { runInScope } from '../context/index.ts'
import { problems, type Problem } from '../errors/index.ts'
import type { Metrics, RouteMetrics, TraceRing } from '../observability/index.ts'
import { createRouter, type Found, type Route } from '../routing/index.ts'
import { writeAnswer } from './answer.ts'
import { ClientGone } from './body.ts'
import { compileRoute, type Pipeline, type PipelineSettings } from './compile.ts'
import { RequestContext } from './context.ts'
import { writeFailure } from './fail.ts'
import { splitTarget } from './target.ts'

export interface DispatchSettings extends PipelineSettings {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly ring: TraceRing
  /** Added to every context under their names. */
  readonly services: Readonly<Record<string, unknown>>
  /** Whether each request leaves a log line. */
  readonly logRequests: boolean
}

export interface Dispatcher {
  /** Serves one request; give it to a server as its `request` listener. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => void
  /** Requests that have arrived and are not fully answered. */
  readonly inFlight: () => number
  /** Resolves when nothing is in flight. */
  readonly whenIdle: () => Promise<void>
  /** From now on every answer closes its connection. */
  readonly drain: () => void
  /** Gives up on what is still in flight: its signals fire. */
  readonly abort: () => void
}

interface Target {
  readonly route: Route
  readonly serve: Pipeline
  readonly metrics: RouteMetrics
  readonly deadline: number
}

type Unmatched = 'malformed' | 'too-long' | Found<Target>

/**
 * Takes compiled routes to requests: finds the route, opens the request's scope, keeps its deadline, and
 * closes its record when the answer has left or the client has.
 *
 * @throws TypeError listing every route whose declaration makes no sense or that another one shadows.
 */
export function createDispatcher(routes: readonly Route[], settings: DispatchSettings): Dispatcher {
  const { logger, metrics, ring } = settings
  const Context = contextWith(settings.services)
  const router = createRouter<Target>()
  const unmatched = metrics.route('', '')
  for (const route of routes) {
    router.add(route.method, route.path, {
      route,
      serve: compileRoute(route, settings),
      metrics: metrics.route(route.method, route.path),
      deadline: route.spec.timeout ?? settings.deadline,
    })
  }

  const inFlight = new Set<RequestContext>()
  const idle: (() => void)[] = []

  const finish = (context: RequestContext, response: ServerResponse, series: RouteMetrics) => {
    const { trace } = context
    trace.duration = performance.now() - trace.start
    trace.aborted = !response.writableFinished
    // 499 is nginx's code for a client that left; no such status is ever sent.
    trace.status = trace.aborted && !response.headersSent ? 499 : response.statusCode
    if (trace.aborted) context.abort(new ClientGone())
    context.settled()
    context.stage('send')
    series.observe(trace.status, trace.duration)
    ring.add(trace)
    if (settings.logRequests) logRequest(logger, context)
    inFlight.delete(context)
    if (inFlight.size === 0) for (const wake of idle.splice(0)) wake()
  }

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const target = splitTarget(request.url ?? '')
    const context = new Context(request, typeof target === 'string' ? '' : target.path, logger)
    inFlight.add(context)
    const found = typeof target === 'string' ? target : findRoute(context.method, target.path)
    if (typeof target === 'string' || typeof found === 'string' || found.kind !== 'match') {
      response.on('close', () => finish(context, response, unmatched))
      runInScope(context, () => answerUnmatched(context, response, found), undefined)
      return
    }
    const { route, serve: pipeline, metrics: series, deadline } = found.target
    response.on('close', () => finish(context, response, series))
    context.trace.route = route.path
    context.expireAfter(deadline, () => expire(context, response))
    runInScope(context, () => void pipeline(context, response, found.params, target.query), undefined)
  }

  const findRoute = (method: string, path: string) => router.find(method === 'HEAD' ? 'GET' : method, path)

  const expire = (context: RequestContext, response: ServerResponse) => {
    const problem = problems.deadlineExceeded(undefined, { headers: { 'retry-after': '5' } })
    context.abort(problem)
    writeFailure(context, response, problem, settings)
  }

  const answerUnmatched = (
    context: RequestContext,
    response: ServerResponse,
    found: Unmatched,
  ) => {
    const methods = typeof found === 'object' && found.kind === 'method-not-allowed' ? found.allow : undefined
    const allow = methods === undefined ? undefined : withAutomatic(methods)
    if (context.method === 'OPTIONS' && (allow !== undefined || context.request.url === '*')) {
      return writeOptions(context, response, allow)
    }
    writeFailure(context, response, whyUnmatched(context, found, allow), settings)
  }

  const writeOptions = (context: RequestContext, response: ServerResponse, allow: readonly string[] | undefined) => {
    const { origin, 'access-control-request-method': asked } = context.request.headers
    const preflight: string[] = []
    if (settings.cors !== undefined && origin !== undefined && asked !== undefined) {
      const wanted = context.readHeader('access-control-request-headers')
      settings.cors.writePreflight(origin, wanted, allow ?? [], preflight)
      context.limitHeaders = preflight
    }
    const headers = allow === undefined ? undefined : { allow: allow.join(', ') }
    const plain = preflight.length > 0 ? { ...settings, cors: undefined } : settings
    void writeAnswer(context, response, { status: 204, content: undefined, type: '', headers, etag: false }, plain)
  }

  return {
    serve,
    inFlight: () => inFlight.size,
    drain: () => void (settings.connections.closing = true),
    abort() {
      for (const context of inFlight) context.abort(problems.unavailable('The service is shutting down.'))
    },
    whenIdle: () => (inFlight.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  }
}

/** GET brings HEAD, and every path answers OPTIONS (RFC 9110 sections 9.3.2 and 9.3.7). */
function withAutomatic(methods: readonly string[]): string[] {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort()
}

function whyUnmatched(context: RequestContext, found: Unmatched, allow: readonly string[] | undefined): Problem {
  if (allow !== undefined) {
    return problems.methodNotAllowed(`${context.path} answers to ${allow.join(', ')}.`, {
      headers: { allow: allow.join(', ') },
    })
  }
  if (found === 'too-long') return problems.uriTooLong()
  const malformed = found === 'malformed' || (typeof found === 'object' && found.kind === 'malformed')
  return malformed ? problems.badRequest('The path is not validly encoded.') : problems.notFound()
}

function contextWith(services: Readonly<Record<string, unknown>>): typeof RequestContext {
  class AppContext extends RequestContext {}
  for (const [name, value] of Object.entries(services)) {
    Object.defineProperty(AppContext.prototype, name, { value, enumerable: true })
  }
  return AppContext
}

function logRequest(logger: Logger, context: RequestContext): void {
  const { trace } = context
  const line = {
    requestId: trace.requestId,
    traceId: trace.traceId,
    method: trace.method,
    path: trace.path,
    route: trace.route,
    status: trace.status,
    duration: Math.round(trace.duration * 1000) / 1000,
    bytes: trace.responseBytes,
    userId: trace.userId,
    error: trace.error,
  }
  if (trace.status >= 500) logger.error(line, 'request')
  else logger.info(line, 'request')
}
