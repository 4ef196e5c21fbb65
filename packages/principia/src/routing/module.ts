import { parsePattern } from './pattern.ts'
import type { Route, RouteSpec } from './route.ts'

/** A group of routes with what they share. Modules nest: paths join, what is nearer to a route wins. */
export interface Module {
  readonly kind: 'module'
  readonly name: string
  readonly routes: readonly Route[]
}

export interface ModuleSpec {
  readonly name: string
  /** What every path in the module starts with, such as `/v1`. */
  readonly path?: string
  /** What every route declares unless it says otherwise itself. */
  readonly defaults?: Partial<Pick<RouteSpec, 'limit' | 'timeout' | 'bodyLimit' | 'tags' | 'hidden'>>
  readonly routes: readonly (Route | Module)[]
}

/**
 * Groups routes under a name, a path and shared settings.
 *
 * @example
 * const billing = module({ name: 'billing', path: '/billing', routes: [listInvoices, payInvoice] })
 */
export function module({ name, path = '', defaults = {}, routes }: ModuleSpec): Module {
  if (path !== '') parsePattern(path)
  const shared = { tags: [name], ...defaults }
  return {
    kind: 'module',
    name,
    routes: routes
      .flatMap((entry) => (entry.kind === 'module' ? entry.routes : [entry]))
      .map((route) => ({
        ...route,
        path: path + (route.path === '/' && path !== '' ? '' : route.path),
        spec: { ...shared, ...route.spec },
      })),
  }
}
