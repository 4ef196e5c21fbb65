import type { BodyForm, MediaContent, ParamNames, Route, Sent } from '../routing/index.ts'
import type { Input, Schema } from '../validation/index.ts'

/** What a client can be made for: an app, a module, or a whole file that exports one as default. Types alone count. */
export type Described = Routed | { readonly default: Routed }

interface Routed {
  readonly '~routes'?: Route
}

type RoutesIn<A extends Described> = A extends {
  readonly default: { readonly '~routes'?: infer R extends Route }
}
  ? R
  : A extends { readonly '~routes'?: infer R extends Route }
    ? R
    : never

/** Every route by its target, such as `'GET /notes/:id'`: method and whole pattern, as they were declared. */
export type Operations<A extends Described> = {
  readonly [R in RoutesIn<A> as Target<R>]: R
}

/** The targets of all routes. */
export type TargetOf<A extends Described> = Target<RoutesIn<A>>

type Target<R extends Route> = R extends Route
  ? IsText<R['path']> extends true
    ? `${R['method']} ${R['path']}`
    : never
  : never

/** Whether a path is known to the letter: `string`, of a route whose type was lost, would make any target a known one. */
type IsText<Path extends string> = Nothing extends { readonly [P in Path]: unknown } ? false : true

/** Any set of operations. */
export type Callable = { readonly [target: string]: Route }

/** What a call takes beside what its route declares. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** Milliseconds for the whole call, all attempts together; the client's `deadline` unless said. */
  readonly deadline?: number
  /** Attempts after the first; the client's `retries` unless said. Only calls that may be repeated are. */
  readonly retries?: number
}

/** What a call of this route takes. A part is optional where nothing in it is required. */
export type CallOf<R extends Route> = CallOptions &
  ParamsOf<R['path'], R['spec']> &
  HeadersOf<R['spec']> &
  AcceptOf<R['spec']> &
  KeyOf<R['spec']> &
  (R['spec'] extends { readonly query: infer S extends Schema } ? QueryOf<Sent<Input<S>>> : unknown) &
  (R['spec'] extends { readonly body: infer S } ? BodyOf<BodyFor<S>> : unknown)

type ParamsOf<Path extends string, S> = S extends { readonly params: infer P extends Schema }
  ? { readonly params: Input<P> }
  : ParamNames<Path> extends never
    ? unknown
    : { readonly params: { readonly [Name in ParamNames<Path>]: string | number } }

type QueryOf<Q> = Nothing extends Q ? { readonly query?: Q } : { readonly query: Q }

type BodyOf<B> = undefined extends B ? { readonly body?: B } : { readonly body: B }

type BodyFor<S> = S extends BodyForm ? BodyContent : S extends Schema ? Sent<Input<S>> : unknown

/** What is sent as it is. Text goes as JSON unless the call's `content-type` says otherwise. */
type BodyContent = string | Blob | ArrayBuffer | ArrayBufferView | FormData | URLSearchParams | ReadableStream

/** Any header may be sent along; those that the route declares have its types. */
type HeadersOf<S> = S extends { readonly headers: infer H extends Schema }
  ? Nothing extends Input<H>
    ? { readonly headers?: Input<H> & AnyHeaders }
    : { readonly headers: Input<H> & AnyHeaders }
  : { readonly headers?: AnyHeaders }

export type AnyHeaders = { readonly [name: string]: string | number | boolean | undefined }

/** Content that is not JSON has to be asked for, so that nobody takes a stray page of HTML for an answer. */
type AcceptOf<S> = S extends { readonly responses: infer R }
  ? MediaTypesOf<R[keyof R]> extends never
    ? unknown
    : JsonIn<R[keyof R & SuccessStatus]> extends never
      ? { readonly accept: MediaTypesOf<R[keyof R]> }
      : { readonly accept?: MediaTypesOf<R[keyof R]> }
  : { readonly accept?: string }

/** The media types that are handed over as they are. */
type MediaTypesOf<D> =
  D extends MediaContent<infer Type>
    ? Type extends JsonType
      ? never
      : Named<Type>
    : D extends BodyForm
      ? string
      : never

/** What may be asked for of a range: itself, and anything in it. */
type Named<Type extends string> = Type extends '*/*'
  ? `${string}/${string}`
  : Type extends `${infer Kind}/*`
    ? `${Kind}/${string}`
    : Type

/** Of declared answers those that are read: all but other content. */
type JsonIn<D> =
  D extends MediaContent<infer Type> ? (Type extends JsonType ? D : never) : D extends BodyForm ? never : D

export type JsonType = 'application/json' | `application/json;${string}` | `application/${string}+json`

export type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226

/**
 * The key under which the server does the work only once, however often it is asked: `true` for a new random one. Only
 * where the route keeps such keys; elsewhere it would promise what nobody holds.
 */
type KeyOf<S> = S extends { readonly idempotent: infer Declared }
  ? Declared extends false
    ? unknown
    : Declared extends { readonly required: true }
      ? { readonly idempotencyKey: string | true }
      : { readonly idempotencyKey?: string | true }
  : unknown

type Nothing = Readonly<Record<never, never>>
