import type { ServerResponse } from 'node:http'
import { Problem, problems } from '../errors/index.ts'
import { METHODS, type Found } from '../routing/index.ts'
import type { AnswerSettings } from './answer.ts'
import type { RequestContext } from './context.ts'
import type { Preflight } from './cors.ts'
import { explainPreflight } from './cors-explain.ts'
import { writeFailure } from './fail.ts'
import type { CorsOf } from './preflights.ts'
import { unknownMethod } from './refused.ts'
import { writeAnswer } from './write-answer.ts'

export interface UnmatchedSettings extends AnswerSettings {
  readonly explainCors?: boolean
}

/** Why a request has no route: what is wrong with its target or itself, or what the router says. */
export type Unmatched = 'malformed' | 'too-long' | Problem | Exclude<Found<unknown>, { kind: 'match' }>

/** Answers a request that no route takes: OPTIONS and pre-flights of paths that exist, otherwise a problem. */
export function answerUnmatched(
  context: RequestContext,
  response: ServerResponse,
  unmatched: Unmatched,
  settings: UnmatchedSettings,
  corsOf: CorsOf = () => undefined,
): void {
  const methods =
    typeof unmatched === 'object' && 'kind' in unmatched && unmatched.kind === 'method-not-allowed'
      ? unmatched.allow
      : undefined
  const allow = methods === undefined ? undefined : withAutomatic(methods)
  const wholeServer = unmatched === 'malformed' && context.request.url === '*'
  if (context.method === 'OPTIONS' && (allow !== undefined || wholeServer)) {
    return writeOptions(context, response, allow, settings, corsOf)
  }
  writeFailure(context, response, whyUnmatched(context, unmatched, allow), settings)
}

function writeOptions(
  context: RequestContext,
  response: ServerResponse,
  allow: readonly string[] | undefined,
  settings: UnmatchedSettings,
  corsOf: CorsOf,
): void {
  const { origin, 'access-control-request-method': method } = context.request.headers
  const isPreflight = origin !== undefined && method !== undefined && allow !== undefined
  if (isPreflight) permit(context, origin, method, allow, settings, corsOf)
  void writeAnswer(
    context,
    response,
    {
      status: 204,
      content: undefined,
      type: '',
      headers: allow === undefined ? undefined : optionsOf(allow, corsOf),
      etag: false,
    },
    // Leave to a pre-flight is given in full or not at all.
    isPreflight ? { ...settings, cors: undefined } : settings,
  )
}

/** RFC 5789 section 3.1: where PATCH is among the methods, a client learns here which patches it can send. */
function optionsOf(allow: readonly string[], corsOf: CorsOf): Record<string, string> {
  const patches = allow.includes('PATCH') ? corsOf('PATCH')?.patches?.join(', ') : undefined
  return { allow: allow.join(', '), ...(patches && { 'accept-patch': patches }) }
}

/**
 * Gives or refuses a browser leave for a request, by the rules of the route that would take it. Of the path's
 * methods only those under the same rules are named, since browsers remember all of them.
 */
function permit(
  context: RequestContext,
  origin: string,
  method: string,
  allow: readonly string[],
  settings: UnmatchedSettings,
  corsOf: CorsOf,
): void {
  const { cors } = corsOf(method) ?? settings
  const asked: Preflight = {
    origin,
    headers: context.readHeader('access-control-request-headers'),
    privateNetwork: context.readHeader('access-control-request-private-network') === 'true',
  }
  const methods = allow.filter((other) => (corsOf(other) ?? settings).cors === cors)
  if (cors !== undefined) {
    const headers: string[] = []
    cors.writePreflight(asked, methods, headers)
    context.moreHeaders = headers
  }
  if (settings.explainCors !== true) return
  explainPreflight(context, asked, method, allow, cors ?? (settings.cors === undefined ? undefined : false))
}

/** GET brings HEAD, and every path answers OPTIONS (RFC 9110 sections 9.3.2 and 9.3.7). */
function withAutomatic(methods: readonly string[]): string[] {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted()
}

function whyUnmatched(
  context: RequestContext,
  unmatched: Unmatched,
  allow: readonly string[] | undefined,
): Problem {
  if (unmatched instanceof Problem) return unmatched
  // RFC 9110 section 9.1: 405 is about a method that works elsewhere.
  if (!IMPLEMENTED.has(context.method)) return unknownMethod()
  if (allow !== undefined) {
    return problems.methodNotAllowed(`${context.path} answers to ${allow.join(', ')}.`, {
      headers: { allow: allow.join(', ') },
    })
  }
  if (unmatched === 'too-long') return problems.uriTooLong()
  const malformed = unmatched === 'malformed' || unmatched.kind === 'malformed'
  return malformed ? problems.badRequest('The path is not validly encoded.') : problems.notFound()
}

const IMPLEMENTED: ReadonlySet<string> = new Set([...METHODS, 'HEAD', 'OPTIONS'])
