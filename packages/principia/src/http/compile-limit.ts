import { hash } from 'node:crypto'
import { isThenable } from '../concurrency/index.ts'
import { problems } from '../errors/index.ts'
import type { Route } from '../routing/index.ts'
import {
  localCounters,
  networkOf,
  parseLimits,
  type Counters,
  type Limit,
  type Verdict,
} from '../security/index.ts'
import type { RequestContext } from './context.ts'

/**
 * Counts a request. Gives a promise only where the counts are kept elsewhere.
 *
 * @throws Problem too-many-requests, with `Retry-After`
 */
export type EnforceLimit = (context: RequestContext) => Promise<void> | undefined

/** The limits that count a request when it has come equally far. */
export interface LimitsAtStage {
  readonly enforce: EnforceLimit
  /** As a person writes them. */
  readonly text: string
}

/** A route's limits by how far a request has come when they count it. */
export type RouteLimits = { readonly [Stage in Limit['stage']]: LimitsAtStage | undefined }

/**
 * Compiles a route's limits. Every answer of the route tells the caller where they stand, in the fields of
 * the IETF draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-11).
 *
 * @throws TypeError when a limit makes no sense, or its name stands for another one.
 */
export function compileLimits(
  { spec, method, path }: Route,
  counters: Counters = localCounters(),
): RouteLimits {
  if (spec.limit === undefined) return { arrival: undefined, access: undefined, validation: undefined }
  const limits = parseLimits(spec.limit)
  const labels = limits.map(({ name }, at) => name ?? (at === 0 ? 'route' : `route-${at + 1}`))
  const twice = labels.find((label, at) => labels.indexOf(label) !== at)
  if (twice !== undefined) throw new TypeError(`two of its limits are named "${twice}"; rename one.`)
  // The same in every process, and another for each route that answers other requests.
  const routeName = [method, spec.host, path, spec.version].flat().join(' ')
  const policy = limits.map((limit, at) => policyOf(limit, labels[at] as string)).join(', ')
  const compiled = limits.map((limit, at) => ({
    stage: limit.stage,
    text: limit.text,
    enforce: compileOne(limit, labels[at] as string, policy, routeName, counters),
  }))
  const at = (stage: Limit['stage']) => {
    const own = compiled.filter((one) => one.stage === stage)
    const enforce = inTurn(own.map((one) => one.enforce))
    return enforce && { enforce, text: own.map(({ text }) => text).join(', ') }
  }
  return { arrival: at('arrival'), access: at('access'), validation: at('validation') }
}

function compileOne(
  limit: Limit,
  label: string,
  policy: string,
  routeName: string,
  counters: Counters,
): EnforceLimit {
  const count = counters.counter(limit.name ?? `${routeName} ${label}`, limit)
  const callerOf = compileCaller(limit)
  const enforce = (context: RequestContext, caller: string | undefined): Promise<void> | undefined => {
    if (caller === undefined) return undefined
    const verdict = count(caller, context.trace.start)
    if (verdict instanceof Promise)
      return verdict.then((settled) => conclude(context, label, policy, settled))
    conclude(context, label, policy, verdict)
    return undefined
  }
  return (context) => {
    const caller = callerOf(context)
    return caller instanceof Promise
      ? caller.then((settled) => enforce(context, settled))
      : enforce(context, caller)
  }
}

type CallerOf = (context: RequestContext) => string | undefined | Promise<string | undefined>

function compileCaller({ by }: Limit): CallerOf {
  if (by === 'address') return (context) => networkOf(context.remoteAddress)
  if (by === 'user') {
    // Whoever is not known is counted by their network.
    return ({ trace, remoteAddress }) =>
      trace.userId === undefined ? networkOf(remoteAddress) : `user ${trace.userId}`
  }
  return (context) => {
    const key = by(context)
    return isThenable(key) ? Promise.resolve(key).then(toCaller) : toCaller(key)
  }
}

function toCaller(key: unknown): string | undefined {
  if (key === undefined) return undefined
  if (typeof key !== 'string') throw new TypeError('The function of a limit gives a text, or undefined.')
  // A stranger may choose the key, and it is kept: its length is bounded.
  return key.length <= MAX_KEY ? `key ${key}` : `hash ${hash('sha256', key, 'base64url')}`
}

const MAX_KEY = 100

function conclude(
  context: RequestContext,
  label: string,
  policy: string,
  { allowed, remaining, wait, reset }: Verdict,
): void {
  tell(context, policy, `"${label}";r=${remaining};t=${Math.ceil(reset / 1000)}`)
  if (allowed) return
  const seconds = Math.max(1, Math.ceil(wait / 1000))
  throw problems.tooManyRequests(`Try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  })
}

/** All limits of a route stand in one field (section 4: a List), as do their policies. */
function tell(context: RequestContext, policy: string, standing: string): void {
  const told = context.moreHeaders
  if (told === undefined) {
    context.moreHeaders = ['RateLimit-Policy', policy, 'RateLimit', standing]
    return
  }
  const at = told.indexOf('RateLimit') + 1
  context.moreHeaders =
    at === 0
      ? [...told, 'RateLimit-Policy', policy, 'RateLimit', standing]
      : told.with(at, `${told[at]}, ${standing}`)
}

/** `q` and `w` say what is promised: a burst, and the time in which all of it comes back (section 3.1). */
function policyOf({ burst, period, count }: Limit, label: string): string {
  return `"${label}";q=${burst};w=${Math.ceil((burst * period) / count / 1000)}`
}

function inTurn(limits: readonly EnforceLimit[]): EnforceLimit | undefined {
  if (limits.length < 2) return limits[0]
  return (context) => {
    let waiting: Promise<void> | undefined
    for (const enforce of limits) {
      waiting = waiting === undefined ? enforce(context) : waiting.then(() => enforce(context))
    }
    return waiting
  }
}
