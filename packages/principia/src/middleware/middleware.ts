import { callSite, type AccessContext, type Reply } from '../routing/index.ts'
import type { PendingAnswer } from './pending-answer.ts'

/**
 * Code that runs around routes. It sees a request before its access rule, its limit by user, its body and its
 * handler, and sees the answer that they make, or the problem that they throw. A plain value, made by
 * `defineMiddleware`.
 */
export interface Middleware<Added = unknown> {
  readonly kind: 'middleware'
  readonly name: string
  /** What it adds to the context of everything inside, by name. */
  readonly adds: readonly string[]
  /** The response is for Node middleware alone: nobody else may write to it. */
  readonly run: (context: never, next: never, response: never) => unknown
  /** `file:line` of the definition. */
  readonly definedAt: string
  /** The services, and perhaps `config`, that it counts on; those of `define`. */
  readonly needs?: readonly string[]
  /** The middleware that must be around it; those of `define`. */
  readonly within?: readonly Middleware[]
  /** Carries the type of what it adds; there is nothing in it at run time. */
  readonly added?: Added
}

/** What a middleware sees: the request without its body. */
export interface MiddlewareContext extends AccessContext {
  /** The caller, once the access rule has found them: after `next` has resolved. */
  readonly user: unknown
}

/** Runs all that is inside, once, and resolves to the answer that it made. */
export interface Next {
  /** @throws what was thrown inside, such as a `Problem` */
  (): Promise<PendingAnswer>
  /**
   * The same, but what was thrown inside becomes the answer that the client would get, and a fault is logged:
   * for what belongs on every answer.
   */
  readonly settled: () => Promise<PendingAnswer>
}

/** `next` of a middleware that adds to the context: it takes exactly what `adds` names. */
export interface NextAdding<Names extends string> {
  <Added extends Readonly<Record<Names, unknown>>>(
    added: Exactly<Added, Names>,
  ): Promise<PendingAnswer<Added>>
  readonly settled: <Added extends Readonly<Record<Names, unknown>>>(
    added: Exactly<Added, Names>,
  ) => Promise<PendingAnswer<Added>>
}

type Exactly<Added, Names extends string> = Added & { readonly [Name in Exclude<keyof Added, Names>]: never }

/** An answer from inside, or one of its own, made by `reply`, `redirect` and the like. */
type Outcome<Added> = PendingAnswer<Added> | Reply | PromiseLike<PendingAnswer<Added> | Reply>

/** Defines middleware that also knows `Extra`: an app's services, and what other middleware adds. See `define`. */
export interface DefineMiddleware<Extra> {
  (name: string, run: (context: MiddlewareContext & Extra, next: Next) => Outcome<unknown>): Middleware
  <const Names extends string, Added>(
    name: string,
    options: { readonly adds: readonly Names[] },
    run: (context: MiddlewareContext & Extra, next: NextAdding<Names>) => Outcome<Added>,
  ): Middleware<Added>
}

/** The types of what a list of middleware adds to the context, together. */
export type Additions<List> = List extends readonly [Middleware<infer Added>, ...infer Rest]
  ? Added & Additions<Rest>
  : unknown

/**
 * Defines code that runs around routes: apply it with `middleware: […]` to a route, a module or the app.
 *
 * It returns what `next` gave, changed or not, or a reply of its own. With `adds` it gives `next` the values of
 * those names, and handlers find them in their context.
 *
 * @throws TypeError when a name in `adds` is empty or occurs twice.
 * @example
 * const tenant = defineMiddleware('tenant', { adds: ['tenant'] }, async ({ header }, next) => {
 *   const found = await tenants.byHost(header('host'))
 *   if (found === undefined) throw problems.notFound('There is no such tenant.')
 *   const answer = await next({ tenant: found })
 *   answer.headers.set('x-tenant', found.id)
 *   return answer
 * })
 */
export const defineMiddleware: DefineMiddleware<unknown> = (
  name: string,
  options: { readonly adds: readonly string[] } | Middleware['run'],
  run?: Middleware['run'],
): Middleware => {
  const adds = typeof options === 'function' ? [] : options.adds
  const work = typeof options === 'function' ? options : run
  if (work === undefined) throw new TypeError(`Middleware "${name}" has nothing to run; give it a function.`)
  if (new Set(adds).size < adds.length || adds.includes('')) {
    throw new TypeError(`Middleware "${name}": \`adds\` lists names, each once; got ${JSON.stringify(adds)}.`)
  }
  return { kind: 'middleware', name, adds, run: work, definedAt: callSite() }
}
