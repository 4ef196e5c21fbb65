import type { CacheOptions } from '../http/cache-control.ts'
import type { CorsOptions } from '../http/cors.ts'
import type { IdempotencyOptions } from '../http/idempotency.ts'
import type { Priority } from '../http/shed.ts'
import type { Middleware } from '../middleware/index.ts'
import type { LimitDeclaration, SecurityOptions } from '../security/index.ts'
import type { Codec } from '../serialization/index.ts'
import type { Schema } from '../validation/index.ts'
import type { Access } from './access-rule.ts'
import type { BodyForm } from './body-form.ts'
import type { Deprecation } from './deprecation.ts'
import type { Responses } from './responses.ts'

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
