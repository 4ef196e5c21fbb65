import type { ServerResponse } from 'node:http'
import { Problem, problems } from '../errors/index.ts'
import { METHODS, type Found } from '../routing/index.ts'
import { writeAnswer, type AnswerSettings } from './answer.ts'
import type { RequestContext } from './context.ts'
import { writeFailure } from './fail.ts'
import { unknownMethod } from './refused.ts'

/** Why a request has no route: what is wrong with its target or itself, or what the router says. */
export type Unmatched = 'malformed' | 'too-long' | Problem | Exclude<Found<unknown>, { kind: 'match' }>

/** Answers a request that no route takes: OPTIONS and pre-flights of paths that exist, otherwise a problem. */
export function answerUnmatched(
  context: RequestContext,
  response: ServerResponse,
  unmatched: Unmatched,
  settings: AnswerSettings,
): void {
  const methods =
    typeof unmatched === 'object' && 'kind' in unmatched && unmatched.kind === 'method-not-allowed'
      ? unmatched.allow
      : undefined
  const allow = methods === undefined ? undefined : withAutomatic(methods)
  const wholeServer = unmatched === 'malformed' && context.request.url === '*'
  if (context.method === 'OPTIONS' && (allow !== undefined || wholeServer)) {
    return writeOptions(context, response, allow, settings)
  }
  writeFailure(context, response, whyUnmatched(context, unmatched, allow), settings)
}

function writeOptions(
  context: RequestContext,
  response: ServerResponse,
  allow: readonly string[] | undefined,
  settings: AnswerSettings,
): void {
  const { origin, 'access-control-request-method': asked } = context.request.headers
  const preflight: string[] = []
  if (settings.cors !== undefined && origin !== undefined && asked !== undefined) {
    const wanted = context.header('access-control-request-headers')
    settings.cors.writePreflight(origin, wanted, allow ?? [], preflight)
    context.moreHeaders = preflight
  }
  const headers = allow === undefined ? undefined : { allow: allow.join(', ') }
  const plain = preflight.length > 0 ? { ...settings, cors: undefined } : settings
  void writeAnswer(
    context,
    response,
    { status: 204, content: undefined, type: '', headers, etag: false },
    plain,
  )
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
