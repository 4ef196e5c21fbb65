import type { IdempotencyClaim } from '../context/index.ts'
import type { Route } from '../routing/index.ts'
import type { Pipeline } from './compile.ts'
import type { RequestContext } from './context.ts'
import { digestOf, fingerprint } from './idempotency-key.ts'

const keys = new WeakMap<RequestContext, string>()
const versions = new WeakMap<RequestContext, string>()
const claims = new WeakMap<RequestContext, IdempotencyClaim>()

/** Notes the key with which a request came. */
export function rememberKey(context: RequestContext, key: string): void {
  keys.set(context, key)
}

/** A pipeline that notes in which version of the API its requests are served. */
export function withVersion(pipeline: Pipeline, version: string): Pipeline {
  return (context, ...more) => {
    versions.set(context, version)
    return pipeline(context, ...more)
  }
}

/**
 * What a request claims; `undefined` for one without a key. To be asked once its body is read.
 *
 * Another host, of another tenant perhaps, and another version of the API are other resources, which may answer
 * otherwise: there the same key is another one.
 */
export function claimOf(route: Route, context: RequestContext, ttl: number): IdempotencyClaim | undefined {
  const known = claims.get(context)
  if (known !== undefined) return known
  const key = keys.get(context)
  if (key === undefined) return undefined
  const version = versions.get(context) ?? ''
  const place = [route.method, hostOf(context), route.path, version]
  const id = digestOf([...place, callerOf(route, context), key])
  // Kept, since the digest of a body can be taken once only.
  const claim = { id, fingerprint: fingerprint(context, key), ttl }
  claims.set(context, claim)
  return claim
}

/** RFC 3986 section 3.2.2: a name in upper case is the same name. Nor does a route depend on the port. */
function hostOf({ host }: RequestContext): string {
  return host.toLowerCase().replace(/\.?(?::\d*)?$/, '')
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
