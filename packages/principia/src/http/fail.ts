import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { messageWithCause, Problem, problems, toProblemDocument } from '../errors/index.ts'
import type { Answer, AnswerSettings } from './answer.ts'
import { ClientGone } from './body.ts'
import type { RequestContext } from './context.ts'
import { writeAnswer } from './write-answer.ts'

/**
 * The one place where a failure becomes an answer. A `Problem` is told as it is. Anything else is a
 * fault of the program: the client learns the request's id and nothing more, the log gets the rest.
 *
 * Never throws: whatever cannot even be told ends the connection.
 */
export function writeFailure(
  context: RequestContext,
  response: ServerResponse,
  thrown: unknown,
  settings: AnswerSettings,
): void {
  // The deadline may have answered already; and nobody reads an answer on a closed connection.
  if (thrown instanceof ClientGone || response.destroyed || response.writableEnded) return
  try {
    tell(context, response, thrown, settings)
  } catch (untold) {
    try {
      // The problem itself cannot be sent: a header that HTTP does not allow, a member that is not JSON.
      tell(context, response, untold, settings)
    } catch {
      response.destroy()
    }
  }
}

function tell(
  context: RequestContext,
  response: ServerResponse,
  thrown: unknown,
  settings: AnswerSettings,
): void {
  const problem = problemOf(context, thrown)
  if (response.headersSent) {
    // The answer is half sent; all that can still be said is that it is not complete.
    response.destroy()
    return
  }
  const written = writeAnswer(context, response, toAnswer(context, problem), settings)
  written?.catch(() => response.destroy())
}

/**
 * What a failure would be answered with, for middleware that looks at it before it is written.
 *
 * @throws ClientGone when that is the failure: nobody is left to answer
 */
export function failureAnswer(context: RequestContext, thrown: unknown): Answer {
  if (thrown instanceof ClientGone) throw thrown
  return toAnswer(context, problemOf(context, thrown))
}

function problemOf(context: RequestContext, thrown: unknown): Problem {
  const problem = thrown instanceof Problem ? thrown : concealed(context, thrown)
  context.trace.error = problem.status >= 500 ? `${problem.problem}: ${describe(thrown)}` : problem.problem
  return problem
}

function toAnswer(context: RequestContext, problem: Problem): Answer {
  return {
    status: problem.status,
    content: JSON.stringify(toProblemDocument(problem, context.requestId)),
    type: 'application/problem+json',
    headers: { 'cache-control': 'no-store', ...challenge(context, problem), ...problem.headers },
    etag: false,
  }
}

function concealed(context: RequestContext, thrown: unknown): Problem {
  const error = thrown instanceof Error ? thrown : new Error(`A handler threw ${describe(thrown)}.`)
  context.log.error(error, error.message)
  return problems.internalError()
}

function describe(thrown: unknown): string {
  if (thrown instanceof Error) return messageWithCause(thrown)
  return typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 1 })
}

/**
 * A 401 must say how to authenticate (RFC 9110 section 11.6.1). For cookies no scheme is registered; `Cookie`
 * names the usual way, and a client that does not know it leaves it alone. So is `Unspecified`, where nobody said how.
 */
function challenge({ scheme }: RequestContext, { status }: Problem): Record<string, string> | undefined {
  if (status !== 401) return undefined
  if (scheme === undefined) return { 'www-authenticate': 'Unspecified realm="api"' }
  if (typeof scheme === 'object') return { 'www-authenticate': `Cookie cookie-name="${scheme.cookie}"` }
  return { 'www-authenticate': scheme === 'basic' ? 'Basic realm="api", charset="UTF-8"' : 'Bearer' }
}
