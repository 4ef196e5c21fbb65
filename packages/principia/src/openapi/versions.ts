import { expandVersions, versionHeader, versionNames, type Route, type Versioning } from '../routing/index.ts'
import type { Parameter } from './types.ts'

/** A route as it is described; one of an API whose versions share their paths says which of them it answers. */
export interface DescribedRoute {
  readonly route: Route
  readonly version?: { readonly names: readonly string[]; readonly parameters: readonly Parameter[] }
}

/**
 * The routes of an API with all its versions. By path each version has its own operations. Otherwise an operation
 * that answers several versions is one, and where two share a path the one of the later version comes first.
 */
export function describedVersions(
  routes: readonly Route[],
  versioning: Versioning | undefined,
): DescribedRoute[] {
  const served = expandVersions(routes, versioning)
  if (versioning === undefined || versioning.by === 'path') return served.map((route) => ({ route }))
  const all = versionNames(versioning)
  const ofDeclaration = Map.groupBy(served, (route) => route.served?.declaration ?? route)
  const described = [...ofDeclaration].map(([route, ones]) => {
    const names = ones.flatMap(({ served: at }) => (at === undefined ? [] : [at.version]))
    return { route: deprecatedWhole(route, ones), names, latest: all.indexOf(names.at(-1) ?? '') }
  })
  return described
    .toSorted((one, other) => other.latest - one.latest)
    .map(({ route, names }) =>
      names.length === 0
        ? { route }
        : { route, version: { names, parameters: parametersOf(names, versioning) } },
    )
}

/** An operation is deprecated when it is so in each version that it answers. */
function deprecatedWhole(route: Route, served: readonly Route[]): Route {
  const deprecated = served.at(-1)?.spec.deprecated
  const all = served.every(({ spec }) => spec.deprecated !== undefined && spec.deprecated !== false)
  return deprecated === undefined || !all ? route : { ...route, spec: { ...route.spec, deprecated } }
}

/** OpenAPI leaves out a parameter called `Accept`, so the version in a media type is said by `x-versions` alone. */
function parametersOf(names: readonly string[], versioning: Versioning): Parameter[] {
  if (versioning.by !== 'header') return []
  return [
    {
      name: versionHeader(versioning),
      in: 'header',
      ...(versioning.default === undefined && { required: true as const }),
      description: 'The version of the API.',
      schema: {
        type: 'string',
        enum: [...names],
        ...(versioning.default !== undefined &&
          names.includes(versioning.default) && { default: versioning.default }),
      },
    },
  ]
}
