import { hostParamNames, hostPath, hostPattern } from './host.ts'
import { createRouter, type Found, type Router } from './router.ts'
import type { Route } from './route.ts'
import { compileVersionAsked, type Asked, type AskedVersion } from './version-asked.ts'
import { versionNames, type Versioning } from './versions.ts'

/**
 * Every route of an app: by host, by version, by method and path. An app without hosts and versions has one router,
 * and a look-up is that router's.
 *
 * The host decides first: of those that match, the routes of the most specific one, and then those without a host,
 * which answer on all. A route without a version answers whatever version is asked for.
 */
export interface RouteTable<T> {
  /**
   * @throws TypeError for a malformed pattern or host.
   * @returns the target that answers exactly the same requests already, in which case nothing was added.
   */
  add(route: Route, target: T): T | undefined
  find(method: string, path: string, asked: Asked): Found<T> | VersionMissing
}

/** There is something at this path, but only for those who ask for one of the versions. */
export interface VersionMissing {
  readonly kind: 'version'
  /** What the request asked for; `undefined` where it asked for none. */
  readonly given: string | undefined
}

export function createRouteTable<T>(versioning?: Versioning): RouteTable<T> {
  const versions = versioning === undefined ? [] : versionNames(versioning)
  const versionAsked = versioning === undefined ? undefined : compileVersionAsked(versioning)
  const grouped = () => (versionAsked === undefined ? createOneForAll<T>() : createByVersion<T>(versions))
  const everywhere = grouped()
  const hosts = createRouter<{ readonly routes: ByVersion<T>; readonly captures: boolean }>()
  const hostGroups = new Map<string, ByVersion<T>>()

  const groupOf = (route: Route): ByVersion<T> => {
    const { host } = route.spec
    if (host === undefined) return everywhere
    const twice = hostParamNames(host).find((name) => new RegExp(`:${name}\\b`).test(route.path))
    if (twice !== undefined)
      throw new TypeError(`the parameter "${twice}" occurs in the host and in the path.`)
    const pattern = hostPattern(host)
    const known = hostGroups.get(pattern)
    if (known !== undefined) return known
    const routes = grouped()
    const twin = hosts.add('HOST', pattern, { routes, captures: hostParamNames(host).length > 0 })
    if (twin !== undefined) {
      throw new TypeError(
        `the host "${host}" is another's with a parameter of another name; give both one name.`,
      )
    }
    hostGroups.set(pattern, routes)
    return routes
  }

  const findOnHost = (method: string, path: string, asked: Asked, version: AskedVersion): Found<T> => {
    // A percent sign is allowed in a host and decoded in a path; no host that exists has one.
    const found = asked.host.includes('%') ? undefined : hosts.find('HOST', hostPath(asked.host))
    if (found?.kind !== 'match') return everywhere.find(method, path, version)
    const own = found.target.routes.find(method, path, version)
    if (own.kind === 'match') {
      return found.target.captures ? { ...own, params: Object.assign(found.params, own.params) } : own
    }
    return merge(own, everywhere.find(method, path, version))
  }

  const find = (method: string, path: string, asked: Asked): Found<T> | VersionMissing => {
    if (versioning === undefined && hostGroups.size === 0) return everywhere.find(method, path, NO_VERSION)
    const version = versionAsked === undefined ? NO_VERSION : versionAsked(asked)
    const search = (at: string, one: AskedVersion) =>
      hostGroups.size === 0 ? everywhere.find(method, at, one) : findOnHost(method, at, asked, one)
    // A pre-flight never has the header that its request will have, so it is answered for all versions.
    if (versionAsked !== undefined && method === 'OPTIONS') return searchAll((one) => search(path, one))
    const found = search(path, version)
    if (found.kind === 'match' || versioning === undefined || version.kind === 'known') return found
    const elsewhere = versionAsked === undefined ? otherPath(path, versioning) : { path: () => path }
    if (elsewhere.given !== undefined && versions.includes(elsewhere.given)) return found
    const missing = searchAll((one) => search(elsewhere.path(one.version), one))
    if (missing.kind !== 'match' && (found.kind !== 'not-found' || missing.kind !== 'method-not-allowed'))
      return found
    return { kind: 'version', given: version.kind === 'unknown' ? version.given : elsewhere.given }
  }

  const searchAll = (search: (version: { kind: 'known'; version: string }) => Found<T>): Found<T> =>
    versions.map((version) => search({ kind: 'known', version })).reduce(merge)

  return { add: (route, target) => groupOf(route).add(route, target), find }
}

interface Elsewhere {
  readonly given?: string | undefined
  readonly path: (version: string) => string
}

/** Where a path without a version that exists would lead if it had one: `/v9/orders` and `/orders` to `/v2/orders`. */
function otherPath(path: string, { prefix = 'v' }: Versioning): Elsewhere {
  const [, segment = '', rest = ''] = /^\/([^/]*)(\/.*)?$/.exec(path) ?? []
  const given = segment.startsWith(prefix) ? segment.slice(prefix.length) : ''
  return /^\d[\w.-]{0,30}$/.test(given)
    ? { given, path: (version) => `/${prefix}${version}${rest}` }
    : { path: (version) => `/${prefix}${version}${path === '/' ? '' : path}` }
}

const NO_VERSION: AskedVersion = { kind: 'none' }

/** The routes of one host. */
interface ByVersion<T> {
  add(route: Route, target: T): T | undefined
  find(method: string, path: string, version: AskedVersion): Found<T>
}

function createOneForAll<T>(): ByVersion<T> {
  const router = createRouter<T>()
  return {
    add: ({ method, path }, target) => router.add(method, path, target),
    find: (method, path) => router.find(method, path),
  }
}

/** Every version has a router of its own, with the routes without a version in it, so that the most specific wins. */
function createByVersion<T>(versions: readonly string[]): ByVersion<T> {
  const neutral = createRouter<T>()
  const routers = new Map<string, Router<T>>(versions.map((version) => [version, createRouter<T>()]))
  return {
    add({ method, path, served }, target) {
      const into = [...routers]
        .filter(([version]) => served === undefined || served.version === version)
        .map(([, router]) => router)
      const all = served === undefined ? [neutral, ...into] : into
      const twins = all.map((router) => router.add(method, path, target))
      return twins.find((twin) => twin !== undefined)
    },
    find(method, path, version) {
      const router = version.kind === 'known' ? routers.get(version.version) : undefined
      return (router ?? neutral).find(method, path)
    },
  }
}

/** What two searches found together, where at most one is a match. */
function merge<T>(one: Found<T>, other: Found<T>): Found<T> {
  if (one.kind === 'match' || other.kind === 'malformed' || other.kind === 'not-found') return one
  if (other.kind === 'match' || one.kind !== 'method-not-allowed') return other
  return { kind: 'method-not-allowed', allow: [...new Set([...one.allow, ...other.allow])].toSorted() }
}
