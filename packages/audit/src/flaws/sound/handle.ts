import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { securityHeaders } from './common-headers.ts'
import { ClientGone, MOST_CONTENT } from './content.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { allowed, type Place } from './endpoint.ts'
import { places } from './places/index.ts'
import { Problem, problemReply } from './problem.ts'
import { withHeaders, type Reply } from './reply.ts'
import { refuseHead } from './request-head.ts'
import { findPlace, type Match } from './router.ts'
import type { State } from './state.ts'
import { readTarget } from './target.ts'
import { traceOf, type Trace } from './trace.ts'
import { understand, type Arrived } from './understand.ts'

/** What is logged of a request: of what its sender chose only the method and the trace. */
export interface LogLine extends Trace {
  readonly requestId: string
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** Answers requests, of HTTP/1.1 or HTTP/2. It never throws. */
export function createHandler(state: State, log: (line: LogLine) => void) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const started = performance.now()
    const id = randomUUID()
    const method = request.method ?? 'GET'
    const secure = 'encrypted' in request.socket
    const visit: Visit = { place: undefined }
    const reply = await answer({ request, method, id, secure, query: '' }, visit, state)
    if (reply === undefined || response.destroyed || response.headersSent) return
    const origin = request.headers.origin
    const full = withHeaders(reply, {
      ...securityHeaders(secure),
      'X-Request-Id': id,
      Vary: varyOf(method, visit.place),
      ...corsHeaders(origin, method, visit.place),
      ...reply.headers,
      ...closing(request),
    })
    const seconds = (performance.now() - started) / 1000
    const route = visit.place?.pattern ?? '(none)'
    state.metrics.record(method, route, full.status, seconds)
    log({
      requestId: id,
      method,
      route,
      status: full.status,
      seconds,
      ...traceOf(request.headers['traceparent']?.toString()),
    })
    send(request, response, full)
  }
}

/** What is found out on the way, failures included. */
interface Visit {
  place: Place | undefined
}

/** @returns `undefined` where nobody waits for an answer */
async function answer(arrived: Arrived, visit: Visit, state: State): Promise<Reply | undefined> {
  try {
    return await dispatch(arrived, visit, state)
  } catch (error) {
    if (error instanceof ClientGone) return undefined
    if (error instanceof Problem) return problemReply(error, arrived.id)
    return problemReply(new Problem(500, 'Something went wrong here.'), arrived.id)
  }
}

async function dispatch(arrived: Arrived, visit: Visit, state: State): Promise<Reply> {
  const { request, method, secure } = arrived
  refuseHead(request)
  const { segments, query } = readTarget(method, request.url ?? '', secure)
  if (segments === undefined) return options([...METHODS])
  const match = findPlace(places, segments)
  if (match === undefined) throw new Problem(404, 'There is nothing at this address.')
  visit.place = match.place
  if (method === 'OPTIONS') return optionsOf(request, match)
  // RFC 9110 section 9.1: what is not known is not implemented, what is known is not allowed here.
  if (!METHODS.has(method) && method !== 'TRACE') throw new Problem(501, 'This method is not known here.')
  const endpoint = match.place.methods[(method === 'HEAD' ? 'GET' : method) as keyof Place['methods']]
  if (endpoint === undefined)
    throw new Problem(405, `Here are only ${allowed(match.place).join(', ')}.`, {
      headers: { Allow: allowed(match.place).join(', ') },
    })
  const counted =
    endpoint.limited === true ? state.attempts.count(request.socket.remoteAddress ?? '', 'sign-in') : {}
  try {
    const asked = await understand({ ...arrived, query }, match, endpoint, state)
    return withHeaders(await endpoint.run(asked, state), counted)
  } catch (error) {
    if (error instanceof Problem) return withHeaders(problemReply(error, arrived.id), counted)
    throw error
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function options(methods: readonly string[], more: Readonly<Record<string, string>> = {}): Reply {
  return { status: 204, headers: { Allow: methods.join(', '), 'Cache-Control': 'no-store', ...more } }
}

/** Also a pre-flight, which never has credentials (Fetch standard, section 4.8). */
function optionsOf({ headers }: IncomingMessage, { place }: Match): Reply {
  const patches = place.methods.PATCH?.takes?.types.join(', ')
  return options(allowed(place), {
    // RFC 5789 section 3.1.
    ...(patches !== undefined && { 'Accept-Patch': patches }),
    ...(headers['access-control-request-method'] !== undefined && preflightHeaders(headers.origin, place)),
  })
}

/** Every field that changes an answer at this place (RFC 9110 section 12.5.5). */
function varyOf(method: string, place: Place | undefined): string {
  if (method === 'OPTIONS') return 'Origin, Access-Control-Request-Method'
  if (place === undefined) return 'Origin'
  if (method !== 'GET' && method !== 'HEAD') return 'Accept, Origin'
  const cookie = place.methods.GET?.access === 'token or cookie' ? ', Cookie' : ''
  return `Accept, Accept-Encoding, Origin${cookie}`
}

/** A connection whose request was not read to its end is of no more use, unless little is left (RFC 9112 section 9.3). */
function closing(request: IncomingMessage): Readonly<Record<string, string>> {
  const { 'content-length': length = '0', 'transfer-encoding': coding, expect } = request.headers
  const left =
    !request.complete && (coding !== undefined || expect !== undefined || Number(length) > MOST_CONTENT)
  // HTTP/2 has no such field (RFC 9113 section 8.2.2), nor need of it.
  return left && request.httpVersionMajor === 1 ? { Connection: 'close' } : {}
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Reply): void {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (body === undefined) return void response.end()
  response.setHeader('Content-Length', body.length)
  // Over HTTP/1.1 Node leaves the content of an answer to HEAD out itself; over HTTP/2 it would be an error.
  if (request.method === 'HEAD' && request.httpVersionMajor === 2) response.end()
  else response.end(body)
}
