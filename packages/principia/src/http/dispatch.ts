import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import { runInScope } from '../context/index.ts'
import { problems, type Problem } from '../errors/index.ts'
import type { Metrics, RouteMetrics, TraceRing } from '../observability/index.ts'
import {
  createMounts,
  createRouteTable,
  METHODS,
  type Found,
  type Route,
  type VersionMissing,
  type Versioning,
} from '../routing/index.ts'
import { whyInadmissible } from './admit.ts'
import { ClientGone } from './body.ts'
import { compileRoute, type CompiledRoute, type Pipeline, type PipelineSettings } from './compile.ts'
import { RequestContext } from './context.ts'
import { explainKeptBack } from './cors-explain.ts'
import { watchDeadlines } from './deadlines.ts'
import { writeFailure } from './fail.ts'
import { streamOf } from './http2-stream.ts'
import { closeUnread, endAfter, isEnded, lingerOnClose, wantsUpgrade } from './linger.ts'
import { requestLog } from './log-request.ts'
import { compilePreflights, type CorsOf } from './preflights.ts'
import { serveRoute } from './serve-route.ts'
import { overloaded, type Priority, type Shedder } from './shed.ts'
import type { ReadForwarded } from './proxies.ts'
import { splitTarget, type Target } from './target.ts'
import { answerUnmatched, type Unmatched } from './unmatched.ts'
import { versionProblem, versionVary } from './versions.ts'

export interface DispatchSettings extends PipelineSettings {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly ring: TraceRing
  /** Added to every context under their names. */
  readonly services: Readonly<Record<string, unknown>>
  /** What turns requests away when there are too many; nothing where it is left out. */
  readonly shedder?: Shedder
  /** Finds the client behind trusted proxies, where there are any. */
  readonly forwarded?: ReadForwarded | undefined
  /** Whether each request leaves a log line. */
  readonly logRequests: boolean
  /** How requests name the version that they want, where routes have versions. */
  readonly versioning?: Versioning | undefined
  /** Whether a refusal by `cors` is explained in the log, for whoever writes the page. */
  readonly explainCors?: boolean
}

export interface Dispatcher {
  /** Serves one request; give it to a server as its `request` listener. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => void
  /** Answers a request with a problem, whatever it asks for. */
  readonly refuse: (request: IncomingMessage, response: ServerResponse, why: Problem) => void
  /**
   * Ends what is under way on a connection on which nothing more can be read: a request whose body broke
   * off is answered with `problem`, or given up where there is none; one that was complete is answered as
   * it would have been, and its connection closed.
   *
   * @returns false where nothing was under way
   */
  readonly breakOff: (socket: Socket, problem: Problem | undefined) => boolean
  /** Answers the request of a stream with a problem, whatever it is at. */
  readonly giveUp: (stream: Http2Stream, problem: Problem) => void
  /** Requests that have arrived and are not fully answered. */
  readonly inFlight: () => number
  /** Resolves when nothing is in flight. */
  readonly whenIdle: () => Promise<void>
  /** From now on every answer closes its connection. */
  readonly drain: () => void
  /** Gives up on what is still in flight: its signals fire. */
  readonly abort: () => void
}

interface Served {
  readonly route: Route
  readonly serve: Pipeline
  readonly metrics: RouteMetrics
  readonly deadline: number
  readonly answering: PipelineSettings
  readonly priority: Priority
}

/**
 * Takes compiled routes to requests: finds the route, opens the request's scope, keeps its deadline, and
 * closes its record when the answer has left or the client has.
 *
 * The routes have been checked as a whole before (`checkApp`); of two that answer alike the first counts.
 *
 * @throws TypeError when a route's declaration makes no sense.
 */
export function createDispatcher(routes: readonly Route[], settings: DispatchSettings): Dispatcher {
  const { logger, metrics, ring, forwarded, versioning, shedder } = settings
  const Context = contextWith(settings.services)
  const table = createRouteTable<Served>(settings.versioning)
  // A route has one pipeline in all its versions, and with it one count against its limit.
  const compiled = new Map<Route, CompiledRoute>()
  const compileOnce = (route: Route) => {
    const pipeline = compiled.get(route) ?? compileRoute(route, settings)
    compiled.set(route, pipeline)
    return pipeline
  }
  const mounts = createMounts<Served>()
  const all: Served[] = []
  for (const route of routes) {
    const { serve: pipeline, deadline, answering } = compileOnce(route.served?.declaration ?? route)
    const target: Served = {
      route,
      answering,
      serve: serveRoute(route, pipeline, answering, settings),
      metrics: metrics.route(route.method, route.path, route.served?.version),
      deadline,
      priority: route.spec.priority ?? 'normal',
    }
    if (route.method === 'ALL') mounts.add(route.path, target)
    else table.add(route, target)
    all.push(target)
  }
  const preflights = compilePreflights(all)

  const log = settings.logRequests ? requestLog(logger) : undefined
  const explain = settings.explainCors === true ? explainKeptBack : undefined
  const inFlight = new Map<RequestContext, ServerResponse>()
  const idle: (() => void)[] = []
  /** Requests under way that have a deadline: those that end. */
  let ending = 0

  const finish = (context: RequestContext, response: ServerResponse, series: RouteMetrics) => {
    const { trace } = context
    trace.duration = performance.now() - trace.start
    trace.aborted = !response.writableFinished
    // 499 is nginx's code for a client that left; no such status is ever sent.
    trace.status = trace.aborted && !response.headersSent ? 499 : response.statusCode
    if (trace.aborted) context.abort(new ClientGone())
    trace.stages.push('send', trace.duration)
    series.observe(trace.status, trace.duration)
    inFlight.delete(context)
    if (inFlight.size === 0) for (const wake of idle.splice(0)) wake()
    ring.add(trace)
    log?.(trace)
  }

  const begin = (request: IncomingMessage, response: ServerResponse, path: string) => {
    const context = new Context(request, path, logger)
    if (forwarded !== undefined) {
      context.forwarded = forwarded(request)
      if (context.forwarded !== undefined) context.trace.remoteAddress = context.forwarded.address
    }
    inFlight.set(context, response)
    return context
  }

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    if (isEnded(request)) return
    const why = whyInadmissible(request)
    if (why !== undefined) {
      // Who sends such a message may mean another one by it than it says; nothing behind it is believed.
      lingerOnClose(request, response)
      return refuse(request, response, why)
    }
    if (wantsUpgrade(request)) endAfter(request, response)
    const target = splitTarget(request.url ?? '')
    if (typeof target === 'object') serveTarget(request, response, target)
    else refuse(request, response, target)
  }

  const findTarget = (context: RequestContext): Found<Served> | VersionMissing => {
    const { method, path, request } = context
    const found = table.find(method === 'HEAD' ? 'GET' : method, path, context)
    if (found.kind === 'match' || found.kind === 'malformed') return found
    const mounted = mounts.find(path)
    if (mounted === undefined) return found
    if (mounted.target.answering.cors !== undefined && isPreflight(request)) {
      return { kind: 'method-not-allowed', allow: METHODS }
    }
    return { kind: 'match', target: mounted.target, params: { rest: mounted.rest } }
  }

  /** By whose rules a pre-flight is answered: those of the route, or of what is mounted where there is none. */
  const rulesFor = (context: RequestContext): CorsOf => {
    const ofRoutes = preflights(context.path, context)
    return (method) => ofRoutes(method) ?? mounts.find(context.path)?.target.answering
  }

  const serveTarget = (request: IncomingMessage, response: ServerResponse, target: Target) => {
    const context = begin(request, response, target.path)
    if (target.host !== undefined) context.targetHost = target.host
    // RFC 9110 section 7.4: only a gateway that is trusted may have taken the request over a secured connection.
    if (target.secure === true && !context.secure && context.forwarded === undefined) {
      return turnAway(context, response, misdirected())
    }
    const found = findTarget(context)
    if (found.kind !== 'match') {
      if (versioning !== undefined && context.method !== 'OPTIONS')
        context.routeHeaders = versionVary(versioning)
      const why = found.kind === 'version' ? versionProblem(found, versioning as Versioning) : found
      return turnAway(context, response, why, rulesFor(context))
    }
    const { route, serve: pipeline, deadline, answering, priority } = found.target
    const series = route.method === 'ALL' ? seriesOf(context.method, route.path) : found.target.metrics
    const sheds = shedder !== undefined && shedder.sheds(priority, ending)
    const ends = deadline !== Infinity && !sheds
    if (ends) ending++
    response.on('close', () => {
      if (ends) ending--
      finish(context, response, series)
    })
    context.trace.route = route.path
    context.answering = answering
    if (sheds) return writeFailure(context, response, overloaded(), answering)
    if (explain !== undefined) explain(context, route, answering)
    context.deadline = context.trace.startedAt + deadline
    expireAfter(context, deadline, context.trace.start)
    if (settings.connections.closing && context.deadline === Infinity) context.abort(shuttingDown())
    runInScope(context, () => void pipeline(context, response, found.params, target.query), undefined)
  }

  const refuse = (
    request: IncomingMessage,
    response: ServerResponse,
    why: Problem | 'malformed' | 'too-long',
  ) => {
    turnAway(begin(request, response, ''), response, why)
  }

  const turnAway = (context: RequestContext, response: ServerResponse, why: Unmatched, corsOf?: CorsOf) => {
    response.on('close', () => finish(context, response, unmatchedSeries(context.method)))
    runInScope(context, () => answerUnmatched(context, response, why, settings, corsOf), undefined)
  }

  // http.request.method is "_OTHER" for methods that are not known (OpenTelemetry, HTTP metrics).
  const seriesOf = (method: string, path: string) =>
    metrics.route(KNOWN_METHODS.has(method) ? method : '_OTHER', path)
  const unmatchedSeries = (method: string) => seriesOf(method, '')

  /** Ends a request with a problem, told as its route tells things where it has one. */
  const fail = (context: RequestContext, response: ServerResponse, problem: Problem) => {
    context.abort(problem)
    writeFailure(context, response, problem, context.answering ?? settings)
  }

  const expire = (context: RequestContext, response: ServerResponse) => {
    const problem = problems.deadlineExceeded(undefined, { headers: { 'retry-after': '5' } })
    if (response.writableEnded) {
      context.abort(problem)
      closeUnread(context.request, response)
    } else fail(context, response, problem)
  }

  const expireAfter = watchDeadlines(inFlight, expire)

  const breakOff = (socket: Socket, problem: Problem | undefined): boolean => {
    // Of several the last: the parser reads no request before it has read the one ahead of it.
    const [context, response] = [...inFlight].findLast(([{ request }]) => request.socket === socket) ?? []
    if (context === undefined || response === undefined) return false
    if (context.request.complete) {
      response.shouldKeepAlive = false
      response.once('close', () => socket.destroySoon())
    } else if (problem === undefined) {
      socket.destroy()
    } else fail(context, response, problem)
    return true
  }

  const giveUp = (stream: Http2Stream, problem: Problem) => {
    for (const [context, response] of inFlight) {
      if (streamOf(context.request) === stream) fail(context, response, problem)
    }
  }

  return {
    serve,
    refuse,
    breakOff,
    giveUp,
    inFlight: () => inFlight.size,
    drain() {
      settings.connections.closing = true
      // What has no deadline, such as a live stream, would never finish by itself.
      for (const context of inFlight.keys()) if (context.deadline === Infinity) context.abort(shuttingDown())
    },
    abort() {
      for (const [context, response] of inFlight) fail(context, response, shuttingDown())
    },
    whenIdle: () => (inFlight.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
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

function misdirected(): Problem {
  return problems.misdirectedRequest('An https address is asked for over a connection that is not secured.')
}

function shuttingDown(): Problem {
  // Another instance, or the next one, will answer.
  return problems.unavailable('The service is shutting down.', { headers: { 'retry-after': '5' } })
}

/** The methods of RFC 9110 section 9.3, and PATCH. */
const KNOWN_METHODS = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
])

function contextWith(services: Readonly<Record<string, unknown>>): typeof RequestContext {
  class AppContext extends RequestContext {}
  for (const [name, value] of Object.entries(services)) {
    Object.defineProperty(AppContext.prototype, name, { value, enumerable: true })
  }
  return AppContext
}
