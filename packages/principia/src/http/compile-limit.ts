import { problems } from '../errors/index.ts'
import { createLimiter, networkOf, parseLimit } from '../security/index.ts'
import type { RequestContext } from './context.ts'

export interface RouteLimit {
  readonly per: 'address' | 'user'
  /** Counts by the user where one is known, otherwise by the network. @throws Problem too-many-requests, with `Retry-After` */
  enforce(context: RequestContext, userId?: string): void
}

/**
 * A route's rate limit. Every answer of the route tells the caller where they stand, in the fields of
 * the IETF draft "RateLimit header fields for HTTP".
 */
export function compileLimit(text: string): RouteLimit {
  const limit = parseLimit(text)
  const policy = `"route";q=${limit.count};w=${Math.round(limit.period / 1000)}`
  const ask = createLimiter(limit)
  return {
    per: limit.per,
    enforce(context, userId) {
      const caller = userId === undefined ? networkOf(context.remoteAddress) : `user ${userId}`
      const { allowed, remaining, reset, retryAfter } = ask(caller, context.trace.start)
      context.moreHeaders = ['RateLimit-Policy', policy, 'RateLimit', `"route";r=${remaining};t=${reset}`]
      if (!allowed) {
        throw problems.tooManyRequests(`Try again in ${retryAfter} s.`, {
          headers: { 'retry-after': String(retryAfter) },
        })
      }
    },
  }
}
