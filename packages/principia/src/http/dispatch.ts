import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import { runInScope } from '../context/index.ts'
import { problems, type Problem } from '../errors/index.ts'
import type { Metrics, RouteMetrics, TraceRing } from '../observability/index.ts'
import type { Route, Versioning } from '../routing/index.ts'
import { whyInadmissible } from './admit.ts'
import { ClientGone } from './body.ts'
import type { PipelineSettings } from './compile.ts'
import { contextWith } from './context.ts'
import { explainKeptBack } from './cors-explain.ts'
import type { RequestContext } from './context.ts'
import { writeFailure } from './fail.ts'
import { createInFlight } from './in-flight.ts'
import { endAfter, lingerOnClose, passOver, wantsUpgrade } from './linger.ts'
import { requestLog } from './log-request.ts'
import type { CorsOf } from './preflights.ts'
import type { ReadForwarded } from './proxies.ts'
import { serveRoutes, type Served } from './served-routes.ts'
import { overloaded, type Shedder } from './shed.ts'
import { splitTarget, type Target } from './target.ts'
import { dropTurns, inTurn } from './turns.ts'
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
  const served = serveRoutes(routes, settings)
  const log = settings.logRequests ? requestLog(logger) : undefined
  const explain = settings.explainCors === true ? explainKeptBack : undefined

  const begin = (request: IncomingMessage, response: ServerResponse, path: string) => {
    const context = new Context(request, path, logger)
    if (forwarded !== undefined) {
      context.forwarded = forwarded(request)
      if (context.forwarded !== undefined) context.trace.remoteAddress = context.forwarded.address
    }
    inFlight.enter(context, response)
    return context
  }

  const finish = (context: RequestContext, response: ServerResponse, series: RouteMetrics) => {
    const { trace } = context
    trace.duration = performance.now() - trace.start
    trace.aborted = !response.writableFinished
    // 499 is nginx's code for a client that left; no such status is ever sent.
    trace.status = trace.aborted && !response.headersSent ? 499 : response.statusCode
    if (trace.aborted) context.abort(new ClientGone())
    trace.stages.push('send', trace.duration)
    series.observe(trace.status, trace.duration)
    inFlight.leave(context)
    ring.add(trace)
    log?.(trace)
  }

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    if (passOver(request)) return
    const why = whyInadmissible(request)
    if (why !== undefined) {
      // Who sends such a message may mean another one by it than it says; nothing behind it is believed.
      lingerOnClose(request, response)
      return refuse(request, response, why)
    }
    if (wantsUpgrade(request)) endAfter(request, response)
    // What comes behind an answer without an end would wait for ever, and its body keep the end of the connection unseen.
    if (response.socket === null && inFlight.isEndless(request.socket)) {
      endAfter(request, response)
      request.resume()
    } else inTurn(request, response, serveNow)
  }

  const serveNow = (request: IncomingMessage, response: ServerResponse) => {
    const target = splitTarget(request.url ?? '')
    if (typeof target === 'object') serveTarget(request, response, target)
    else refuse(request, response, target)
  }

  const serveTarget = (request: IncomingMessage, response: ServerResponse, target: Target) => {
    const context = begin(request, response, target.path)
    if (target.host !== undefined) context.targetHost = target.host
    // RFC 9110 section 7.4: only a gateway that is trusted may have taken the request over a secured connection.
    if (target.secure === true && !context.secure && context.forwarded === undefined) {
      return turnAway(context, response, misdirected())
    }
    const found = served.find(context)
    if (found.kind === 'match') {
      return serveRoute(context, response, found.target, found.params, target.query)
    }
    if (versioning !== undefined && context.method !== 'OPTIONS')
      context.routeHeaders = versionVary(versioning)
    const why = found.kind === 'version' ? versionProblem(found, versioning as Versioning) : found
    turnAway(context, response, why, served.rulesFor(context))
  }

  const serveRoute = (
    context: RequestContext,
    response: ServerResponse,
    target: Served,
    params: Readonly<Record<string, string>>,
    query: string,
  ) => {
    const { route, serve: pipeline, deadline, answering, priority } = target
    const series = route.method === 'ALL' ? seriesOf(context.method, route.path) : target.metrics
    response.on('close', () => finish(context, response, series))
    context.trace.route = route.path
    context.answering = answering
    if (shedder !== undefined && deadline !== Infinity) {
      if (shedder.sheds(priority, inFlight.load.working)) {
        return writeFailure(context, response, overloaded(), answering)
      }
      inFlight.thinOut(shedder.maxWaiting)
      inFlight.work(context)
    }
    if (explain !== undefined) explain(context, route, answering)
    if (deadline === Infinity) dropTurns(context.request, response)
    inFlight.expireAfter(context, deadline)
    runInScope(context, () => void pipeline(context, response, params, query), undefined)
  }

  const refuse = (
    request: IncomingMessage,
    response: ServerResponse,
    why: Problem | 'malformed' | 'too-long',
  ) => {
    turnAway(begin(request, response, ''), response, why)
  }

  const turnAway = (context: RequestContext, response: ServerResponse, why: Unmatched, corsOf?: CorsOf) => {
    response.on('close', () => finish(context, response, seriesOf(context.method, '')))
    runInScope(context, () => answerUnmatched(context, response, why, settings, corsOf), undefined)
  }

  // http.request.method is "_OTHER" for methods that are not known (OpenTelemetry, HTTP metrics).
  const seriesOf = (method: string, path: string) =>
    metrics.route(KNOWN_METHODS.has(method) ? method : '_OTHER', path)

  const inFlight = createInFlight(settings, refuse)
  const { breakOff, giveUp, count, whenIdle, drain, abort } = inFlight
  return { serve, refuse, breakOff, giveUp, inFlight: count, whenIdle, drain, abort }
}

function misdirected(): Problem {
  return problems.misdirectedRequest('An https address is asked for over a connection that is not secured.')
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
