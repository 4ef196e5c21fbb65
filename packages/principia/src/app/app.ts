import type { Config, ConfigDefinition } from '../config/index.ts'
import type { Instances, Services } from '../context/index.ts'
import {
  defineCookie,
  type CompressionOptions,
  type CorsOptions,
  type DefineCookie,
  type SheddingOptions,
} from '../http/index.ts'
import { defineAccess, type DefineAccess } from '../access/index.ts'
import {
  callSite,
  route,
  within,
  type AccessContext,
  type DefineRoute,
  type Module,
  type Route,
  type RoutesOf,
  type Versioning,
} from '../routing/index.ts'
import {
  defineMiddleware,
  type Additions,
  type DefineMiddleware,
  type Middleware,
} from '../middleware/index.ts'
import { kindOf } from './check-shape.ts'
import type { MountInspector } from './inspector.ts'
import { defineConsumer, type DefineConsumer } from '../events/index.ts'
import { defineJob, type DefineJob } from '../jobs/index.ts'
import type { WorkSpec } from './work.ts'
import type { SecurityOptions, SharedLimits } from '../security/index.ts'
import type { Codec } from '../serialization/index.ts'

/**
 * A whole backend as a plain value. `principia start` runs the one that a file exports as default. `App` alone is any
 * app; the type of what `app` gives has every route in it, from which `principia/client` knows what can be called.
 */
export interface App<Routes extends Route = Route, S extends Services = Services> {
  readonly kind: 'app'
  readonly name: string
  readonly spec: AppSpec
  /** Every route, those of modules with their module's path. */
  readonly routes: readonly Route[]
  /** What each of its routes declares, for a typed client. Only a type: nothing is ever here. */
  readonly '~routes'?: Routes
  /** Its services, for a test. Only a type: nothing is ever here. */
  readonly '~services'?: S
}

export interface AppSpec<
  Modules extends readonly Module[] = readonly Module[],
  Routes extends readonly Route[] = readonly Route[],
  S extends Services = Services,
> {
  /** Names the app in logs, in its API's description and to the database. */
  readonly name: string
  /** Shown in the API's description. */
  readonly version?: string
  readonly description?: string
  readonly modules?: Modules
  readonly routes?: Routes
  /** Code that runs around each of these routes, outermost first; not around the framework's own pages. */
  readonly middleware?: readonly Middleware[]
  /** Started in this order, stopped in reverse; handlers find each under its name. */
  readonly services?: S
  /** What is done besides requests: jobs and consumers of events, which survive whatever happens to a process. */
  readonly work?: WorkSpec
  /** The app's own settings; handlers find them as `config`. */
  readonly config?: ConfigDefinition
  readonly cors?: CorsOptions
  readonly security?: SecurityOptions
  /** How answers are compressed; `false` leaves it to a proxy. */
  readonly compression?: false | CompressionOptions
  /**
   * Whose answers tell in `Server-Timing` where their time went: nobody's unless said. Times tell an attacker
   * what is there, so in production choose who may see them.
   */
  readonly serverTiming?: boolean | ((request: TimedRequest) => boolean)
  /** Where the limits of routes are counted: in each process, unless `sharedLimits` says where for all. */
  readonly limits?: SharedLimits
  /** When requests are turned away for want of time to answer them; `false` for never. */
  readonly shedding?: SheddingOptions | false
  /** Bytes that a body may have: 1 MiB unless said. */
  readonly bodyLimit?: number
  /** The formats of all bodies and answers whose route and module name none: JSON alone unless said. */
  readonly codecs?: readonly Codec[]
  /** Whether bodies may have a content coding where the route and its module do not say: not unless said. */
  readonly decompress?: boolean
  /** Milliseconds for a request: 30 s unless said. */
  readonly deadline?: number
  /** Requests that the inspector remembers: 1000 unless said. */
  readonly traces?: number
  /** Serves the inspector at `/inspector` on the app's own port as well; made with `inspector`. */
  readonly inspector?: MountInspector
  /** The versions of the API, and where a request names the one that it wants; routes declare theirs as `version`. */
  readonly versioning?: Versioning
  /** Where the API's description and its reference page are served; `false` for nowhere. */
  readonly docs?: false | { readonly document?: string; readonly page?: string }
}

/** A request whose answer may tell where its time went; `user` is what its access rule gave, if it came to that. */
export type TimedRequest = AccessContext & { readonly user: unknown }

/**
 * Puts an app together. Nothing happens yet: it is checked as a whole, and then started, by `start`.
 *
 * @example
 * export default app({ name: 'shop', modules: [orders, billing] })
 */
export function app<
  const Modules extends readonly Module[] = readonly [],
  const Routes extends readonly Route[] = readonly [],
  S extends Services = Record<never, never>,
>(spec: AppSpec<Modules, Routes, S>): App<RoutesOf<Modules[number] | Routes[number]>, S>
export function app(spec: AppSpec): App {
  // What is no route, and no module, is among the mistakes that keep the app from starting (app/check-shape.ts).
  const routes = [
    ...ofKind('route', spec.routes),
    ...ofKind('module', spec.modules).flatMap(({ routes: own }) => own),
  ].map((one) => within(Array.isArray(spec.middleware) ? spec.middleware : [], withDefaults(one, spec)))
  return { kind: 'app', name: spec.name, spec, routes }
}

function ofKind<Entry extends Route | Module>(
  kind: Entry['kind'],
  listed: readonly Entry[] | undefined,
): readonly Entry[] {
  return Array.isArray(listed) ? listed.filter((entry) => kindOf(entry) === kind) : []
}

/** What the app says for routes that do not say it themselves; from here on the route's declaration is whole. */
function withDefaults(declared: Route, { codecs, decompress }: AppSpec): Route {
  if (codecs === undefined && decompress === undefined) return declared
  const defaults = { ...(codecs && { codecs }), ...(decompress !== undefined && { decompress }) }
  return { ...declared, spec: { ...defaults, ...declared.spec } }
}

/** What a set of services, settings and middleware adds to every handler's context. */
export type Extra<S, C, M = readonly []> = Instances<S> &
  (C extends ConfigDefinition ? { readonly config: Config<C> } : unknown) &
  Additions<M>

/** The `define`-style functions of an app, whose functions find `Known` in their context. */
export interface Defined<Known> {
  readonly route: DefineRoute<Known>
  readonly defineAccess: DefineAccess<Known>
  readonly defineMiddleware: DefineMiddleware<Known>
  readonly defineCookie: DefineCookie<Known>
  readonly defineJob: DefineJob<Known>
  readonly defineConsumer: DefineConsumer<Known>
}

/**
 * Gives `route`, `defineAccess`, `defineMiddleware`, `defineCookie`, `defineJob` and `defineConsumer` for an app with these services, settings and
 * middleware: the same functions, but what they are given also knows the services, and what the middleware adds, by
 * name and with their types. The app, or a module, has to apply that middleware.
 *
 * @example
 * export const services = { db: defineDatabase<Tables>({ migrations }) }
 * export const { route, defineAccess } = define({ services })
 * const list = route('GET /notes', { access: 'public' }, ({ db }) => db.selectFrom('notes').selectAll().execute())
 */
export function define<
  const S extends Services = Record<never, never>,
  C extends ConfigDefinition | undefined = undefined,
  const M extends readonly Middleware[] = readonly [],
>(known: { services?: S; config?: C; middleware?: M }): Defined<Extra<S, C, M>> {
  type Known = Extra<S, C, M>
  const needs = [...Object.keys(known.services ?? {}), ...(known.config === undefined ? [] : ['config'])]
  const outer = known.middleware ?? []
  const routeOfApp: DefineRoute<Known> = (target, spec, handler) => ({
    ...route(target, spec, handler as never),
    definedAt: callSite(),
    needs,
    within: outer,
  })
  const middlewareOfApp = (...given: Parameters<typeof defineMiddleware>): Middleware => ({
    ...defineMiddleware(...given),
    definedAt: callSite(),
    needs,
    within: outer,
  })
  return {
    route: routeOfApp,
    defineAccess: defineAccess as DefineAccess<Known>,
    defineMiddleware: middlewareOfApp as DefineMiddleware<Known>,
    defineCookie: defineCookie as DefineCookie<Known>,
    defineJob: defineJob as DefineJob<Known>,
    defineConsumer: defineConsumer as DefineConsumer<Known>,
  }
}
