import type { Middleware } from '../middleware/index.ts'
import { parsePattern } from './pattern.ts'
import type { Route } from './route.ts'
import type { RouteSpec } from './route-spec.ts'

/** A group of routes with what they share. Modules nest: paths join, what is nearer to a route wins. */
export interface Module<Routes extends Route = Route> {
  readonly kind: 'module'
  readonly name: string
  /** Those of modules inside as well, each with its whole path. */
  readonly routes: readonly Route[]
  /** What each of its routes declares. Only a type: nothing is ever here. */
  readonly '~routes'?: Routes
}

type Entries = readonly (Route | Module)[]

export interface ModuleSpec<Path extends string = string, Contents extends Entries = Entries> {
  readonly name: string
  /** What every path in the module starts with, such as `/v1`. */
  readonly path?: Path
  /** What every route declares unless it says otherwise itself, such as who may call it; `cache` those of GET. */
  readonly defaults?: Partial<Pick<RouteSpec, ShareableOption>>
  /** Code that runs around each of its routes, outermost first, outside of the route's own. */
  readonly middleware?: readonly Middleware[]
  readonly routes: Contents
}

type ShareableOption =
  | 'access'
  | 'limit'
  | 'timeout'
  | 'bodyLimit'
  | 'codecs'
  | 'decompress'
  | 'cors'
  | 'priority'
  | 'security'
  | 'compress'
  | 'cache'
  | 'tags'
  | 'hidden'
  | 'host'
  | 'version'
  | 'deprecated'

/** The routes that an entry of a module, or of an app, stands for. */
export type RoutesOf<Entry extends Route | Module> = Entry extends Module<infer Routes> ? Routes : Entry

/** A route with its module's path in front of its own. */
type Under<Prefix extends string, R extends Route | Module> = R extends Route
  ? Route<R['method'], Join<Prefix, R['path']>, R['spec']>
  : never

type Join<Prefix extends string, Path extends string> = Prefix extends ''
  ? Path
  : `${Prefix}${Path extends '/' ? '' : Path}`

/**
 * Groups routes under a name, a path and shared settings.
 *
 * @example
 * const billing = module({ name: 'billing', path: '/billing', routes: [listInvoices, payInvoice] })
 */
export function module<const Contents extends Entries, const Path extends string = ''>(
  spec: ModuleSpec<Path, Contents>,
): Module<Under<Path, RoutesOf<Contents[number]>>>
export function module({ name, path = '', defaults = {}, middleware = [], routes }: ModuleSpec): Module {
  if (path !== '') parsePattern(path)
  checkEntries(name, routes)
  const { cache, ...others } = defaults
  const shared = { tags: [name], ...others }
  const sharedByGet = { ...shared, ...(cache !== undefined && { cache }) }
  return {
    kind: 'module',
    name,
    routes: routes
      .flatMap((entry) => (entry.kind === 'module' ? entry.routes : [entry]))
      .map((route) => ({
        ...route,
        path: path + (route.path === '/' && path !== '' ? '' : route.path),
        spec: { ...(route.method === 'GET' ? sharedByGet : shared), ...route.spec },
      }))
      .map((route) => within(middleware, route)),
  }
}

/** @throws TypeError for what is neither a route nor a module */
function checkEntries(name: string, entries: unknown): void {
  const wrong = Array.isArray(entries)
    ? entries.findIndex(
        (entry: { readonly kind?: unknown } | null | undefined) =>
          !['route', 'module'].includes(String(entry?.kind)),
      )
    : undefined
  if (wrong === -1) return
  throw new TypeError(
    wrong === undefined
      ? `The module "${name}" has no list of \`routes\`; write routes: [ … ].`
      : `The module "${name}": \`routes[${wrong}]\` is no route; give what route() or module() returns.`,
  )
}

/** The same route with `outer` around what is around it already. */
export function within(outer: readonly Middleware[], route: Route): Route {
  if (outer.length === 0) return route
  return { ...route, spec: { ...route.spec, middleware: [...outer, ...(route.spec.middleware ?? [])] } }
}
