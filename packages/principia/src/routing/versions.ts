import type { Deprecation } from './deprecation.ts'
import { parsePattern, patternShape } from './pattern.ts'
import type { Route } from './route.ts'

/**
 * How the versions of an API are told apart. Routes say which version they are of, whatever this says: to move from
 * paths to a header is to change `by`.
 */
export interface Versioning {
  /**
   * Where a request names its version: in the path, `/v2/orders`; in a header, `API-Version: 2`; or in the media type
   * that it accepts, `application/vnd.shop.v2+json` or `application/json;version=2`.
   */
  readonly by: 'path' | 'header' | 'media-type'
  /** Every version, the oldest first: `['1', '2']`, or dates. One that is on its way out says so. */
  readonly versions: readonly (string | ApiVersion)[]
  /** The version of a request that names none. Without it such a request is refused with 400. */
  readonly default?: string
  /** By header: its name. `API-Version` unless said. */
  readonly header?: string
  /** By path: what stands before the version. `v` unless said. */
  readonly prefix?: string
  /** By media type: what stands before `.v2+json`, such as `application/vnd.shop`. */
  readonly mediaType?: string
}

export interface ApiVersion {
  readonly name: string
  readonly deprecated?: true | Deprecation
}

/** @throws TypeError that says what is wrong with it */
export function checkVersioning(versioning: Versioning): void {
  const { by, versions, default: otherwise, header, prefix, mediaType } = versioning
  const names = versionNames(versioning)
  const misplaced = [
    ...(header !== undefined && by !== 'header' ? ['header'] : []),
    ...(prefix !== undefined && by !== 'path' ? ['prefix'] : []),
    ...(mediaType !== undefined && by !== 'media-type' ? ['mediaType'] : []),
  ]
  if (!['path', 'header', 'media-type'].includes(by)) {
    throw new TypeError(`\`by\` is 'path', 'header' or 'media-type'; got ${JSON.stringify(by)}.`)
  }
  if (misplaced.length > 0) throw new TypeError(`\`${misplaced[0]}\` means nothing with \`by: '${by}'\`.`)
  if (versions.length === 0) throw new TypeError('`versions` lists at least one, the oldest first.')
  const wrong = names.find((name) => !/^[a-z\d](?:[a-z\d._-]*[a-z\d])?$/.test(name))
  if (wrong !== undefined)
    throw new TypeError(`"${wrong}" is no name for a version; use such as "2" or "2026-05-01".`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TypeError(`the version "${twice}" is listed twice.`)
  if (otherwise !== undefined && !names.includes(otherwise)) {
    throw new TypeError(`\`default\` is "${otherwise}", which is not one of ${names.join(', ')}.`)
  }
  if (header !== undefined && !/^[\w!#$%&'*+.^`|~-]+$/.test(header)) {
    throw new TypeError(`"${header}" is not the name of a header.`)
  }
  if (prefix !== undefined && !/^[\w.~-]*$/.test(prefix)) {
    throw new TypeError(`\`prefix\` is a part of a segment, such as "v"; got "${prefix}".`)
  }
  if (mediaType !== undefined && !/^[a-z]+\/[a-z\d.-]+$/.test(mediaType)) {
    throw new TypeError(`\`mediaType\` is one such as "application/vnd.shop"; got "${mediaType}".`)
  }
}

export function versionNames({ versions }: Versioning): string[] {
  return versions.map((version) => (typeof version === 'string' ? version : version.name))
}

/** What is wrong with the `version` that a route declares, in a sentence. */
export function versionMistake({ spec }: Route, versioning: Versioning | undefined): string | undefined {
  if (spec.version === undefined) return undefined
  if (versioning === undefined) return 'it declares a `version`, but app() has no `versioning`.'
  const names = versionNames(versioning)
  const declared = [spec.version].flat()
  if (declared.length === 0) return '`version` is an empty list, so nothing could ask for it.'
  const unknown = declared.find((version) => !names.includes(version))
  return unknown === undefined
    ? undefined
    : `it is of version "${unknown}", which \`versioning\` does not list; there is ${names.join(', ')}.`
}

/**
 * The routes that an app serves: those without a version as they are, and the others once for each version that they
 * answer. `version: '1'` is version 1 and all later ones, until a route for the same requests takes over; a list is
 * those versions alone. By path, the version becomes a part of the path.
 *
 * What is declared wrongly is left out; `versionMistake` tells of it.
 */
export function expandVersions(routes: readonly Route[], versioning: Versioning | undefined): Route[] {
  if (versioning === undefined) return [...routes]
  const names = versionNames(versioning)
  const alike = Map.groupBy(routes, identity)
  return routes.flatMap((route) => {
    if (route.spec.version === undefined) return [route]
    const twins = alike.get(identity(route)) ?? []
    return names.flatMap((name, index) => {
      const since = sinceOf(route, names, index)
      const replaced = twins.some((twin) => sinceOf(twin, names, index) > since)
      return since === -1 || replaced ? [] : atVersion(route, name, versioning)
    })
  })
}

/** The version from which on a route answers that of `index`, as an index; -1 where it does not. */
function sinceOf({ spec }: Route, names: readonly string[], index: number): number {
  if (spec.version === undefined) return -1
  if (typeof spec.version !== 'string') return spec.version.includes(names[index] as string) ? index : -1
  const since = names.indexOf(spec.version)
  return since <= index ? since : -1
}

/** Equal for routes that no request could tell apart, versions aside. */
function identity({ method, path, spec }: Route): string {
  return `${method} ${spec.host ?? ''} ${shapeOf(path)}`
}

/** A malformed pattern is told of by the router. */
function shapeOf(path: string): string {
  try {
    return patternShape(parsePattern(path))
  } catch {
    return path
  }
}

function atVersion(declaration: Route, version: string, versioning: Versioning): Route[] {
  const { by, prefix = 'v', versions, default: otherwise } = versioning
  const { path, spec } = declaration
  const known = versions.find((one) => typeof one !== 'string' && one.name === version)
  const deprecated = spec.deprecated ?? (typeof known === 'object' ? known.deprecated : undefined)
  const route: Route = {
    ...declaration,
    spec: deprecated === undefined ? spec : { ...spec, deprecated },
    served: { version, declaration },
  }
  if (by !== 'path') return [route]
  const prefixed = { ...route, path: `/${prefix}${version}${path === '/' ? '' : path}` }
  return version === otherwise ? [prefixed, { ...route, spec: { ...route.spec, hidden: true } }] : [prefixed]
}
