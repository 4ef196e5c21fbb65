import type { Metrics } from '../observability/index.ts'
import { compileDeprecation, type Route, type Versioning } from '../routing/index.ts'
import type { Pipeline, PipelineSettings } from './compile.ts'
import { deprecatedPipeline, withHeaders } from './deprecated.ts'
import { idempotencyOf } from './idempotency.ts'
import { withVersion } from './idempotency-claim.ts'
import { versionHeaders } from './versions.ts'

/** A route's pipeline, within what its version and its deprecation add to it. */
export function serveRoute(
  route: Route,
  compiled: Pipeline,
  answering: PipelineSettings,
  { versioning, metrics }: { readonly versioning?: Versioning | undefined; readonly metrics: Metrics },
): Pipeline {
  const version = route.served?.version
  const remembers = version !== undefined && idempotencyOf(route) !== undefined
  const pipeline = remembers ? withVersion(compiled, version) : compiled
  const ofVersion = versioning === undefined ? [] : versionHeaders(route, versioning)
  const { deprecated } = route.spec
  if (deprecated === undefined || deprecated === false) return withHeaders(pipeline, ofVersion)
  const deprecation = compileDeprecation(deprecated)
  const called = metrics.deprecated(route.method, route.path, version)
  return withHeaders(deprecatedPipeline(pipeline, deprecation, called, answering), [
    ...ofVersion,
    ...deprecation.headers,
  ])
}
