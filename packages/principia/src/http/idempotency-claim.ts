import type { IdempotencyClaim } from '../context/index.ts'
import type { Route } from '../routing/index.ts'
import type { RequestContext } from './context.ts'
import { digestOf, fingerprint } from './idempotency-key.ts'

const keys = new WeakMap<RequestContext, string>()
const claims = new WeakMap<RequestContext, IdempotencyClaim>()

/** Notes the key with which a request came. */
export function rememberKey(context: RequestContext, key: string): void {
  keys.set(context, key)
}

/** What a request claims; `undefined` for one without a key. To be asked once its body is read. */
export function claimOf(route: Route, context: RequestContext, ttl: number): IdempotencyClaim | undefined {
  const known = claims.get(context)
  if (known !== undefined) return known
  const key = keys.get(context)
  if (key === undefined) return undefined
  const id = digestOf([route.method, route.path, callerOf(route, context), key])
  // Kept, since the digest of a body can be taken once only.
  const claim = { id, fingerprint: fingerprint(context, key), ttl }
  claims.set(context, claim)
  return claim
}

/** A public route's callers share one space of keys: a key is then a secret between client and server. */
function callerOf({ spec, method, path, definedAt }: Route, { trace }: RequestContext): string {
  if (spec.access === 'public') return ''
  if (trace.userId !== undefined) return trace.userId
  throw new Error(
    `${method} ${path} (${definedAt}) is idempotent, but its access rule gives a user without an \`id\`, so one ` +
      'caller’s keys could not be told from another’s. Have `check` return an object with an `id`.',
  )
}
