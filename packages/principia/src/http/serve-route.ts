import type { Metrics } from '../observability/index.ts'
import { compileDeprecation, type Route, type Versioning } from '../routing/index.ts'
import type { Pipeline, PipelineSettings } from './compile.ts'
import { deprecatedPipeline, withHeaders } from './deprecated.ts'
import { versionHeaders } from './versions.ts'

/** A route's pipeline, within what its version and its deprecation add to it. */
export function serveRoute(
  route: Route,
  pipeline: Pipeline,
  answering: PipelineSettings,
  { versioning, metrics }: { readonly versioning?: Versioning | undefined; readonly metrics: Metrics },
): Pipeline {
  const ofVersion = versioning === undefined ? [] : versionHeaders(route, versioning)
  const { deprecated } = route.spec
  if (deprecated === undefined || deprecated === false) return withHeaders(pipeline, ofVersion)
  const deprecation = compileDeprecation(deprecated)
  const called = metrics.deprecated(route.method, route.path, route.served?.version)
  return withHeaders(deprecatedPipeline(pipeline, deprecation, called, answering), [
    ...ofVersion,
    ...deprecation.headers,
  ])
}
