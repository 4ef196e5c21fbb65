import type { ServerResponse } from 'node:http'
import type { RequestContext } from '../http/context.ts'
import { hasBody } from '../http/body.ts'
import { FRAMING } from '../http/compile-answers.ts'
import { callSite, reply, type Reply } from '../routing/index.ts'
import type { Middleware, Next } from './middleware.ts'
import { callNode, type NodeHandler } from './node-handler.ts'
import type { PendingAnswer } from './pending-answer.ts'

/**
 * Makes middleware of a function for Connect or Express, such as `helmet()` or `cors()`. The headers that it sets
 * before it calls `next()` are on the answer, where the handler says nothing else; where it answers itself,
 * that is the answer. One that reads the body does not fit: routes do that themselves.
 *
 * @example
 * app({ name: 'shop', middleware: [fromNodeMiddleware('helmet', helmet())], routes })
 */
export function fromNodeMiddleware(name: string, handler: NodeHandler): Middleware {
  const definedAt = callSite()
  const run = async (
    context: RequestContext,
    next: Next,
    response: ServerResponse,
  ): Promise<PendingAnswer | Reply> => {
    const { request } = context
    const answered = await callNode(handler, context, response)
    if (answered) return reply(response.statusCode)
    if (hasBody(request) && request.readableDidRead) {
      throw new Error(
        `Middleware "${name}" (${definedAt}) read the body, which routes do themselves; leave body parsers out.`,
      )
    }
    // What is thrown inside is answered with these headers as well: they are still on the response.
    const answer = await next()
    moveHeaders(response, answer)
    return answer
  }
  return { kind: 'middleware', name, adds: [], run, definedAt }
}

function moveHeaders(response: ServerResponse, { headers }: PendingAnswer): void {
  for (const name of response.getHeaderNames()) {
    const value = response.getHeader(name) ?? ''
    response.removeHeader(name)
    if (FRAMING.includes(name)) continue
    if (name === 'set-cookie') for (const cookie of [value].flat()) headers.append(name, String(cookie))
    else if (name === 'vary') headers.set(name, [headers.get(name) ?? [], value].flat().join(', '))
    else if (!headers.has(name)) headers.set(name, Array.isArray(value) ? value : String(value))
  }
}
