import type { Additions, Middleware } from '../middleware/index.ts'
import type { LimitDeclaration } from '../security/index.ts'
import { callSite } from './call-site.ts'
import type {
  ContextOf,
  LimitContext,
  LimitKeyFound,
  Nothing,
  Part,
  Prepared,
  PrepareContext,
} from './handler-context.ts'
import type { ResultOf } from './responses.ts'
import type { RouteSpec } from './route-spec.ts'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof METHODS)[number]

/** `ALL` is a mount: whatever of all methods no other route takes, at its path and below. */
export type RouteMethod = Method | 'ALL'

/**
 * One operation of an API: a plain value that an app compiles at start. `Route` alone is any route; what `route`
 * gives says in its type what was declared, which is all that a typed client needs.
 */
export interface Route<
  M extends RouteMethod = RouteMethod,
  Path extends string = string,
  S extends RouteSpec = RouteSpec,
> {
  readonly kind: 'route'
  readonly method: M
  /** The pattern; its grammar is that of `Segment`. */
  readonly path: Path
  readonly spec: S
  readonly handler: (context: never, response: never, settings: never) => unknown
  /** `file:line` of the definition, for messages about conflicts. */
  readonly definedAt: string
  /** The services, and perhaps `config`, that its handler counts on; those of `define`. */
  readonly needs?: readonly string[]
  /** The one of them that is a database, with what a `resource` is made of. */
  readonly keptIn?: string
  /** What services must be like for it, beyond being there. */
  readonly checks?: readonly ServiceCheck[]
  /** In an app with versions: the one that this route answers, and the route as it was declared. */
  readonly served?: { readonly version: string; readonly declaration: Route }
  /** The middleware that must be around it; those of `define`. */
  readonly within?: readonly Middleware[]
}

/** Looks, once the services have started, at whether one of them is what a declaration takes it for. */
export interface ServiceCheck {
  /** Its name in the app. */
  readonly service: string
  /** Gives every mistake as a sentence; with any, the app does not start. */
  readonly mistakes: (instance: unknown) => Promise<readonly string[]>
}

/** What an option would have to be that there is not: nothing is, and the compiler's message has the name in it. */
interface NoSuchOption<Name> {
  readonly [noSuchOption]: Name
}
declare const noSuchOption: unique symbol

/** Tells the compiler what the functions in a declaration are given. `object` is here for those whose type has been forgotten. */
interface Sees<Path extends string, Params, Query, Body, Rule, Extra> {
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly access?: Rule
  readonly limit?: LimitDeclaration<
    ((context: LimitContext<Part<{ readonly body: Body }, 'body', undefined>>) => LimitKeyFound) | object
  >
  readonly idempotent?:
    | boolean
    | {
        readonly prepare?:
          | ((context: PrepareContext<Path, Params, Query, Body, Rule> & Extra) => unknown)
          | object
      }
}

/** Defines routes whose handlers also receive `Instances` of the app's services. See `define`. */
export interface DefineRoute<Extra> {
  // The parts are inferred apart from the rest: functions in the declaration see them while `S` is still being inferred.
  <
    const M extends Method,
    const Path extends string,
    const S extends RouteSpec,
    Params = undefined,
    Query = undefined,
    Body = undefined,
    Rule = undefined,
  >(
    target: `${M} ${Path}`,
    // What the declaration does not know is a mistake, such as a misspelt "limit", and must not pass unseen.
    spec: S & { readonly [Name in Exclude<keyof S, keyof RouteSpec>]: NoSuchOption<Name> } & Sees<
        Path,
        Params,
        Query,
        Body,
        Rule,
        Extra
      >,
    handler: (
      context: ContextOf<Path, S> & Extra & Additions<S['middleware']> & Prepared<S['idempotent']>,
    ) => ResultOf<S['responses']> | PromiseLike<ResultOf<S['responses']>>,
  ): Route<M, Path, S>
}

/**
 * Defines a route: a method and a pattern, what it declares, and what it does.
 *
 * @throws TypeError when the target is not "METHOD /path", or nothing is declared.
 * @example
 * const greet = route('GET /hello/:name', { access: 'public' }, ({ params }) => ({ hello: params.name }))
 */
export const route: DefineRoute<Nothing> = <M extends Method, Path extends string, S extends RouteSpec>(
  target: `${M} ${Path}`,
  spec: S,
  handler: Route['handler'],
): Route<M, Path, S> => {
  const [method, path, ...more] = target.split(' ')
  if (!isMethod(method) || path === undefined || more.length > 0) {
    throw new TypeError(`A route's target is a method and a path, such as "GET /notes/:id"; got "${target}".`)
  }
  const declared: unknown = spec
  if (declared === undefined || declared === null) {
    throw new TypeError(
      `The route ${target} declares nothing; write route('${target}', { access: 'public' }, (context) => …).`,
    )
  }
  // At its one space the target comes apart into what its type was put together from.
  return { kind: 'route', method: method as M, path: path as Path, spec, handler, definedAt: callSite() }
}

function isMethod(text: string | undefined): text is Method {
  return METHODS.some((method) => method === text)
}
