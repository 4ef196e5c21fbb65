import type { ServerResponse } from 'node:http'
import type { RequestContext } from '../http/context.ts'
import type { PipelineSettings } from '../http/compile.ts'
import type { Route, RouteSpec } from '../routing/index.ts'

/** What a mount declares: who may call what is mounted, and what it may take. */
export interface MountSpec extends Pick<
  RouteSpec,
  | 'access'
  | 'middleware'
  | 'limit'
  | 'priority'
  | 'timeout'
  | 'bodyLimit'
  | 'cors'
  | 'security'
  | 'tags'
  | 'summary'
> {
  /** Whether what is mounted sees the whole path. By default the mount's own path is taken off. */
  readonly keepPath?: boolean
}

/** A route for every method and every path from `path` on that no other route takes. */
export type MountRoute<Path extends string = string> = Route<'ALL', Path>

/**
 * The handler of a mount. It notes the end of the stage "handle" itself, since others may write the answer, and
 * have written it before a promise tells. Besides the context it has the response, and what the app's answers have in
 * common.
 */
export type MountHandler = (
  context: RequestContext,
  response: ServerResponse,
  settings: PipelineSettings,
) => Promise<unknown>

/** What is mounted describes itself, if at all, so it is left out of the API's description. */
export function mountRoute<const Path extends string>(
  path: Path,
  declared: MountSpec,
  handler: MountHandler,
  definedAt: string,
): MountRoute<Path> {
  const { keepPath: _keepPath, ...spec } = declared
  return { kind: 'route', method: 'ALL', path, spec: { ...spec, hidden: true }, handler, definedAt }
}

/** The path and query that what is mounted sees; as they were sent. */
export function mountedTarget({ params, request, path }: RequestContext, keepPath: boolean): string {
  const { url = '' } = request
  const mark = url.indexOf('?')
  const rest = keepPath ? path : (params as { readonly rest: string }).rest
  return mark === -1 ? rest : rest + url.slice(mark)
}
