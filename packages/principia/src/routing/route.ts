import type { Log, Scope } from '../context/index.ts'
import type { ProblemDefinition, ProblemKind } from '../errors/index.ts'
import type { CacheOptions } from '../http/cache-control.ts'
import type { CorsOptions } from '../http/cors.ts'
import type { EarlyHints } from '../http/early-hints.ts'
import type { NegotiateLanguage } from '../http/language.ts'
import type { Preferences } from '../http/prefer.ts'
import type { IdempotencyOptions } from '../http/idempotency.ts'
import type { Additions, Middleware } from '../middleware/index.ts'
import type { Priority } from '../http/shed.ts'
import type { LimitDeclaration, SecurityOptions } from '../security/index.ts'
import type { Codec } from '../serialization/index.ts'
import type { Answered, Output, Schema } from '../validation/index.ts'
import type { BodyForm } from './body-form.ts'
import type { Deprecation } from './deprecation.ts'
import type { HostParams } from './host.ts'
import type { ParamNames } from './pattern.ts'
import type { Content, MediaContent, Reply } from './reply.ts'
import type { Validators } from './representation.ts'
import { callSite } from './call-site.ts'

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

/** What a route declares about itself. Everything here is checked at start and shown in the API's description. */
export interface RouteSpec {
  /**
   * Who may call it: `'public'`, or a rule made with `defineAccess`; that of its module's `defaults` where it is left
   * out, and then what is known of `user` is not known here. With neither the app does not start.
   */
  readonly access?: Access
  /** Code that runs around it, outermost first, inside of that of its module and its app. */
  readonly middleware?: readonly Middleware[]
  /**
   * Carried out once per `Idempotency-Key`, for POST and PATCH: the same request again gets the same answer
   * again. The handler runs in one transaction of the app's database, and its context has that in place of the
   * database; after a conflict it is run again.
   */
  readonly idempotent?: boolean | IdempotencyOptions
  readonly params?: Schema
  readonly query?: Schema
  /** Names in lower case. Headers that the schema does not name are left alone. */
  readonly headers?: Schema
  readonly cookies?: Schema
  /** A schema, for a value in any of the route's formats; or a form: `text()`, `bytes()`, `stream()`, `ndjson()`, `multipart()`. */
  readonly body?: Schema | BodyForm
  /**
   * What each status answers with: a schema, `media()` for content as it is, `ndjson()`, `null` for no body, or the
   * problems it may carry.
   */
  readonly responses?: Responses
  /**
   * The formats of bodies and answers that have a schema, best first: the module's, the app's, or JSON alone where
   * it is left out. An answer's is negotiated by `Accept` where there are several.
   */
  readonly codecs?: readonly Codec[]
  /**
   * Whether bodies may have a content coding (`gzip`, `deflate`, `br`, `zstd`); `bodyLimit` counts what comes
   * out. Otherwise they are refused, as decoding is work that the client chooses.
   */
  readonly decompress?: boolean
  /**
   * Requests in a time per caller, such as `'60/min'` or `'5/s per user'`, or several of them; 429 beyond any.
   * `LimitOptions` has names that routes share, bursts, and callers told apart by a function.
   */
  readonly limit?: LimitDeclaration
  /**
   * Milliseconds until the request is given up with a 503. The app's `deadline` where it is left out;
   * `Infinity` for an answer that goes on, such as a live stream.
   */
  readonly timeout?: number
  /** Bytes of body at most. The app's `bodyLimit` where it is left out. */
  readonly bodyLimit?: number
  /** Which pages of other origins may use it, where that is not as in the rest of the app; `false` for none. */
  readonly cors?: CorsOptions | false
  /** How much it matters when the app cannot do everything (`shedding`): `normal` unless said. `critical` is never turned away. */
  readonly priority?: Priority
  /** What of the app's security headers is different here. */
  readonly security?: SecurityOptions
  /**
   * Whether answers carry an `ETag` made from their content: by default those to GET. `'weak'` where equal bytes
   * are more than a client needs, or something on the way changes them.
   */
  readonly etag?: boolean | 'weak'
  /** `'required'` refuses a request that does not say which state it is made for: 428. For methods that change something. */
  readonly precondition?: 'required'
  /** Whether answers may be asked for in part, by `Range`: files and other stored content unless it is `false`, text and bytes where it is `true`. */
  readonly ranges?: boolean
  /**
   * Whether answers are compressed where the client, their size and their type allow it: as the app's
   * `compression` says where it is left out. `false` for answers that have both a secret and something that
   * the caller sent, and for those that must go out as they are.
   */
  readonly compress?: boolean
  /** What caches may do with successful answers to a GET; a handler's own `cache-control` comes first. */
  readonly cache?: CacheOptions
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  /** That it is on its way out, and since when: answers say so, and a metric counts who still calls. */
  readonly deprecated?: boolean | Deprecation
  /**
   * The host on which it answers, such as `api.example.org` or `:tenant.example.org`, which gives a parameter. On
   * every host unless said; where a host has a route, that one wins.
   */
  readonly host?: string
  /**
   * Its version, one that `app({ versioning })` lists: that one and all later ones, until another route for the same
   * requests is of a later one. A list is those versions alone. Without it, it answers whatever is asked for.
   */
  readonly version?: string | readonly string[]
  /** Leaves the route out of the API's description. */
  readonly hidden?: boolean
}

/** Anyone, or whom a rule lets through. */
export type Access = 'public' | AccessRule<unknown, never>

export type Responses = { readonly [status: number]: DeclaredResponse }

export type DeclaredResponse =
  | Schema
  | BodyForm
  | MediaContent
  | null
  | ProblemDefinition
  | readonly ProblemDefinition[]

/**
 * Decides who may call a route. `check` gives the caller or throws a problem (`unauthorized`,
 * `forbidden`); it runs before the body is read. Where it gives nobody, the request is refused all the same.
 */
export interface AccessRule<User, Seen = AccessContext> {
  readonly access: string
  readonly check: (context: Seen) => User | PromiseLike<User>
  /** Everybody may call: `check` says who it is, and gives `undefined` or `null` where nobody is known. */
  readonly optional?: boolean
  /** How the caller proves who they are, for `WWW-Authenticate` and the API's description. */
  readonly scheme?: 'bearer' | 'basic' | { readonly cookie: string }
}

/** What an access rule sees: the request without its body. */
export interface AccessContext extends Scope {
  readonly method: string
  readonly path: string
  /** The client's address, also behind trusted proxies. */
  readonly remoteAddress: string
  /** Whether the client sent the request over https. */
  readonly secure: boolean
  /** The host that the client asked for, with its port where that is not the scheme's own. */
  readonly host: string
  /** A request header by its name, in any case; several fields of one name are joined with commas. */
  readonly header: (name: string) => string | undefined
  readonly cookie: (name: string) => string | undefined
}

/**
 * What a handler receives. Take from it by name, `({ params, body, user }) => …`, or pass it on whole; a copy
 * made by spreading lacks what is only made on demand, such as `log`, `signal` and the services.
 */
export interface Context<Params, Query, Headers, Cookies, Body, User> extends AccessContext {
  readonly params: Params
  readonly query: Query
  readonly headers: Headers
  readonly cookies: Cookies
  readonly body: Body
  /** The caller, as the route's access rule found them. */
  readonly user: User
  readonly log: Log
  /**
   * Compares the state that a resource is in with the request's `If-Match`, `If-Unmodified-Since` and
   * `If-None-Match`. Call it before anything is changed; with `undefined` where the resource does not exist.
   *
   * @throws Problem precondition-failed, or of the kind that is given
   */
  readonly precondition: (current: Validators | undefined, kind?: ProblemKind) => void
  /**
   * Chooses one of the available languages by `Accept-Language`, the first where none is wanted, and says so
   * in `Vary` and `Content-Language`.
   */
  readonly language: NegotiateLanguage
  /** What the client would like (RFC 7240). Asking for it makes the answer vary by `Prefer`. */
  readonly prefer: () => Preferences
  /** Tells a browser that loads a page what it will need, ahead of the answer (103, RFC 8297). */
  readonly earlyHints: (hints: EarlyHints) => void
  /**
   * A text that nobody can guess, made when it is asked for: an HTML page's inline scripts and styles run if they
   * carry it as their `nonce`. The page's Content-Security-Policy then names it, and no cache keeps the page.
   */
  readonly nonce: string
}

type Part<S, Name extends string, Otherwise> = S extends { readonly [N in Name]: infer Found }
  ? Found extends BodyForm<infer Received>
    ? Received
    : Found extends Schema
      ? Output<Found>
      : Otherwise
  : Otherwise

type Nothing = Readonly<Record<never, never>>

export type ContextOf<Path extends string, S extends RouteSpec> = Context<
  Part<S, 'params', { readonly [Name in ParamNames<Path> | HostParams<S['host']>]: string }>,
  Part<S, 'query', Nothing>,
  Part<S, 'headers', Nothing>,
  Part<S, 'cookies', Nothing>,
  Part<S, 'body', undefined>,
  UserOf<S extends { readonly access: infer Rule } ? Rule : undefined>
>

/** Nobody where it is public; unknown where the rule is that of a module. */
type UserOf<Rule> =
  Rule extends AccessRule<infer User, never> ? User : [Rule] extends [undefined] ? unknown : undefined

/** What a handler may give back: the plain body of the success it declared, or a `reply` with a status. */
export type ResultOf<R> = R extends Responses ? PlainBody<R> | DeclaredReply<R> : unknown

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 206
type PlainBody<R> = {
  [Status in keyof R]: Status extends SuccessStatus ? BodyOf<R[Status]> : never
}[keyof R]
type DeclaredReply<R> = {
  [Status in keyof R]: Status extends number ? Reply<Status, BodyOf<R[Status]>> : never
}[keyof R]
type BodyOf<Declared> = Declared extends null
  ? undefined
  : Declared extends MediaContent
    ? Content
    : Declared extends BodyForm<unknown, infer Given>
      ? Given
      : Declared extends ProblemDefinition | readonly ProblemDefinition[]
        ? never
        : Sent<Answered<Declared>>

/** What is sent is only read, so data that may not be changed will do; and a `Date` for text that is a moment. */
export type Sent<T> = T extends object
  ? T extends Date
    ? T
    : { readonly [Name in keyof T]: Sent<T[Name]> }
  : T

/** What an option would have to be that there is not: nothing is, and the compiler's message has the name in it. */
interface NoSuchOption<Name> {
  readonly [noSuchOption]: Name
}
declare const noSuchOption: unique symbol

/** What a limit's function sees, to tell callers apart. */
export interface LimitContext<Body = unknown> extends AccessContext {
  /** What the route's access rule gave. */
  readonly user: unknown
  readonly params: unknown
  readonly query: unknown
  /** Validated; `undefined` where the limit is counted before the body. */
  readonly body: Body
}

/** Whom a limit's function counts; nothing is counted where that is `undefined`. */
type LimitKeyFound = string | undefined | PromiseLike<string | undefined>

/** What the `prepare` of an idempotent route sees: all that its handler does but the declared headers and cookies. */
type PrepareContext<Path extends string, Params, Query, Body, Rule> = Context<
  Part<{ readonly params: Params }, 'params', { readonly [Name in ParamNames<Path>]: string }>,
  Part<{ readonly query: Query }, 'query', Nothing>,
  Nothing,
  Nothing,
  Part<{ readonly body: Body }, 'body', undefined>,
  UserOf<Rule>
>

/** What the `prepare` of an idempotent route gave, for its handler. */
type Prepared<Declared> = Declared extends { readonly prepare: (context: never) => infer Given }
  ? { readonly prepared: Awaited<Given> }
  : unknown

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
