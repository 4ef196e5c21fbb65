import type { Log } from '../context/index.ts'
import type { ProblemKind } from '../errors/index.ts'
import type { EarlyHints } from '../http/early-hints.ts'
import type { NegotiateLanguage } from '../http/language.ts'
import type { Preferences } from '../http/prefer.ts'
import type { Output, Schema } from '../validation/index.ts'
import type { AccessContext, AccessRule } from './access-rule.ts'
import type { BodyForm } from './body-form.ts'
import type { HostParams } from './host.ts'
import type { ParamNames } from './pattern.ts'
import type { Validators } from './representation.ts'
import type { RouteSpec } from './route-spec.ts'

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

export type Part<S, Name extends string, Otherwise> = S extends { readonly [N in Name]: infer Found }
  ? Found extends BodyForm<infer Received>
    ? Received
    : Found extends Schema
      ? Output<Found>
      : Otherwise
  : Otherwise

export type Nothing = Readonly<Record<never, never>>

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
export type LimitKeyFound = string | undefined | PromiseLike<string | undefined>

/** What the `prepare` of an idempotent route sees: all that its handler does but the declared headers and cookies. */
export type PrepareContext<Path extends string, Params, Query, Body, Rule> = Context<
  Part<{ readonly params: Params }, 'params', { readonly [Name in ParamNames<Path>]: string }>,
  Part<{ readonly query: Query }, 'query', Nothing>,
  Nothing,
  Nothing,
  Part<{ readonly body: Body }, 'body', undefined>,
  UserOf<Rule>
>

/** What the `prepare` of an idempotent route gave, for its handler. */
export type Prepared<Declared> = Declared extends { readonly prepare: (context: never) => infer Given }
  ? { readonly prepared: Awaited<Given> }
  : unknown
