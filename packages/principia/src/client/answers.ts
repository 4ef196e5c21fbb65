import type { ProblemDefinition, problems } from '../errors/index.ts'
import type { BodyForm, MediaContent, Route } from '../routing/index.ts'
import type { Failure, Output, Schema } from '../validation/index.ts'
import type { JsonType, SuccessStatus } from './operations.ts'

/** An answer whose body is what the route declares for its status. */
export interface Plain<Status extends number, Body> {
  readonly ok: Status extends SuccessStatus ? true : false
  readonly status: Status
  readonly problem: undefined
  readonly body: Body
  readonly headers: Headers
}

/** An answer that says what went wrong, in a problem document (RFC 9457). */
export interface Refusal<Status extends number = number, Name extends string = string> {
  readonly ok: false
  readonly status: Status
  /** The name under which the kind of problem was defined; the whole type URI of one that is not the app's. */
  readonly problem: Name
  readonly body: Name extends 'validation-failed' ? InvalidDocument : ProblemDocument
  readonly headers: Headers
}

/** RFC 9457 section 3.1, with the framework's `requestId` and whatever else the kind of problem has to say. */
export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly requestId?: string
  readonly [member: string]: unknown
}

/** What a 422 says: every reason why the request was not accepted. */
export interface InvalidDocument extends ProblemDocument {
  readonly errors: readonly Failure[]
}

/**
 * Every answer that a route declares, one member of the union per status and kind of problem, and the problems that the
 * framework itself answers with.
 */
export type AnswerOf<R extends Route> =
  | FrameworkRefusal
  | (R['spec'] extends { readonly idempotent: true | object } ? KeyRefusal : never)
  | (R['spec'] extends { readonly responses: infer Declared }
      ? DeclaredAnswers<Declared> | PartOf<R['method'], R['spec'], Declared>
      : Undeclared)

/** The bodies of a route's successes. */
export type SuccessOf<R extends Route> = Extract<AnswerOf<R>, { readonly ok: true }>['body']

type DeclaredAnswers<Declared> =
  | { [Status in keyof Declared]: Answered<Status, Declared[Status]> }[keyof Declared]
  | (SuccessIn<Declared> extends never ? Undeclared : never)

/** What a `Range` is answered with (RFC 9110 section 15.3.7): the part that it asks for of a file, or of other content. */
type PartOf<Method, Spec, Declared> = Method extends 'GET'
  ? Declared extends { readonly 200: MediaContent<infer Type> }
    ? Type extends JsonType
      ? never
      : Spec extends { readonly ranges: false }
        ? never
        : Plain<206, Response>
    : never
  : never

/** A route that declares no success may answer with any. */
type Undeclared = Plain<SuccessStatus, unknown>

type SuccessIn<Declared> = Extract<keyof Declared, SuccessStatus>

type Answered<Status, D> = Status extends number
  ? Status extends FollowedStatus
    ? never
    : D extends null
      ? Plain<Status, undefined>
      : D extends ProblemDefinition
        ? RefusalOf<D>
        : D extends readonly ProblemDefinition[]
          ? RefusalOf<D[number]>
          : D extends MediaContent<infer Type>
            ? Plain<Status, Type extends JsonType ? unknown : Response>
            : D extends BodyForm
              ? Plain<Status, Response>
              : D extends Schema
                ? Plain<Status, Wire<Output<D>>>
                : Plain<Status, unknown>
  : never

type RefusalOf<D extends ProblemDefinition> = D extends ProblemDefinition
  ? Refusal<D['status'], D['problem']>
  : never

/** `fetch` goes where these point, so nobody sees them. */
type FollowedStatus = 301 | 302 | 303 | 307 | 308

type FrameworkRefusal = RefusalOf<(typeof problems)[Exclude<keyof typeof problems, WithKey>]>

/** What only a route that keeps idempotency keys can answer. */
type KeyRefusal = RefusalOf<(typeof problems)[WithKey]>
type WithKey = 'idempotencyKeyMissing' | 'idempotencyKeyInUse' | 'idempotencyKeyReused'

/** A value as JSON brings it over. */
type Wire<T> = T extends { toJSON(): infer Text }
  ? Text
  : T extends object
    ? { [Name in keyof T]: Wire<T[Name]> }
    : T
