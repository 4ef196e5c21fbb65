import { unknownNames } from '../errors/index.ts'
import { compileRoute, type PipelineSettings } from '../http/compile.ts'
import { RequestContext } from '../http/context.ts'
import {
  compileDeprecation,
  hostParamNames,
  parsePattern,
  versionMistake,
  type Route,
  type RouteSpec,
} from '../routing/index.ts'
import { isStandardSchema, type JsonSchema } from '../validation/index.ts'
import type { AppSpec } from './app.ts'
import { checkIdempotency } from './check-idempotency.ts'
import { checkMiddleware, isMiddleware } from './check-middleware.ts'
import { checkSchemas } from './check-schemas.ts'
import { nounOf } from './check-shape.ts'

/**
 * What is wrong with a route by itself, as sentences.
 *
 * @param known the services, and perhaps `config`, that the app has
 */
export function routeMistakes(
  route: Route,
  spec: AppSpec,
  known: readonly string[],
  settings: PipelineSettings,
): string[] {
  const version = versionMistake(route, spec.versioning)
  const { mistakes, sound } = checkSchemas(route)
  return [
    ...checkRoute(route),
    ...missingNeeds(route, known),
    ...checkMiddleware(route, known, isTaken),
    ...checkIdempotency(sound, settings.idempotency ?? new Map()),
    ...(version === undefined ? [] : [version]),
    ...mistakes,
    ...refused(() => void compileRoute(compilable(sound), settings)),
  ]
}

/** What a route of `define` counts on, and this app does not have: each call would be a fault. */
function missingNeeds({ needs = [], keptIn }: Route, known: readonly string[]): string[] {
  return needs
    .filter((need) => !known.includes(need))
    .map((need) =>
      need === keptIn
        ? `it needs a database; add \`${need}: defineDatabase(…)\` to app()'s \`services\`.`
        : need === 'config'
          ? 'it is made by `define` with settings that the app does not have; add `config` to app().'
          : `it is made by \`define\` with the service "${need}", which the app does not have; add it to app()'s \`services\`.`,
    )
}

const ROUTE_OPTIONS = membersOf<RouteSpec>({
  access: true,
  middleware: true,
  idempotent: true,
  params: true,
  query: true,
  headers: true,
  cookies: true,
  body: true,
  codecs: true,
  decompress: true,
  responses: true,
  limit: true,
  timeout: true,
  bodyLimit: true,
  cors: true,
  priority: true,
  security: true,
  etag: true,
  precondition: true,
  ranges: true,
  compress: true,
  cache: true,
  summary: true,
  description: true,
  tags: true,
  deprecated: true,
  hidden: true,
  host: true,
  version: true,
})

/** What every context has, so that a service of that name would be hidden or hide it. */
const TAKEN = new Set([
  'scheme',
  'expiresAt',
  'moreHeaders',
  'contentLanguage',
  'load',
  'response',
  'routeHeaders',
  'answerFormat',
  'forwarded',
  'targetHost',
  'params',
  'query',
  'headers',
  'cookies',
  'body',
  'prepared',
  'user',
  'config',
  'request',
  'trace',
  'requestId',
  'traceId',
  'deadline',
  'answering',
])

export function isTaken(name: string): boolean {
  return name in RequestContext.prototype || TAKEN.has(name)
}

/** The route without what is told already, so that what else is found by compiling it is told as well. */
function compilable(route: Route): Route {
  const { access, middleware } = route.spec
  return {
    ...route,
    spec: {
      ...route.spec,
      access: access !== undefined && isRule(access) ? access : 'public',
      ...(middleware !== undefined && {
        middleware: Array.isArray(middleware) ? middleware.filter(isMiddleware) : [],
      }),
    },
  }
}

function checkRoute({ spec, method, path, handler }: Route): string[] {
  const mistakes: string[] = []
  if (typeof handler !== 'function') {
    mistakes.push(
      `it has no handler; write route('${method} ${path}', { access: 'public' }, (context) => …).`,
    )
  }
  const access: unknown = spec.access
  if (access === undefined) {
    mistakes.push(
      "it does not say who may call it; add `access: 'public'` or an access rule, to it or to its module's `defaults`.",
    )
  } else if (access !== 'public' && !isRule(access)) {
    mistakes.push(
      `its \`access\` is ${nounOf(access)}; it must be 'public' or what defineAccess() gives.` +
        (typeof access === 'function'
          ? " A function becomes a rule as defineAccess('name', { check })."
          : ''),
    )
  }
  mistakes.push(...unknownNames(spec, ROUTE_OPTIONS))
  const { priority = 'normal' } = spec
  if (!PRIORITIES.includes(priority)) {
    mistakes.push(`\`priority\` is ${PRIORITIES.map((one) => `"${one}"`).join(', ')}; got "${priority}".`)
  }
  if (method === 'GET' && spec.body !== undefined) {
    mistakes.push('a GET has no body (RFC 9110 section 9.3.1); use POST, or move its fields to the query.')
  }
  if (method === 'GET' && spec.precondition !== undefined) {
    mistakes.push('`precondition` is for methods that change something; a GET only reads. Remove it.')
  }
  if (method !== 'GET' && spec.ranges !== undefined) {
    mistakes.push(
      '`ranges` is for GET, the only method that may ask for a part (RFC 9110 section 14.2). Remove it.',
    )
  }
  mistakes.push(...caughtQuietly(() => checkParams(spec, path)))
  const { deprecated } = spec
  if (typeof deprecated === 'object') mistakes.push(...refused(() => void compileDeprecation(deprecated)))
  return mistakes
}

const PRIORITIES: readonly string[] = ['critical', 'normal', 'low']

function isRule(access: unknown): boolean {
  return (
    typeof access === 'object' && access !== null && 'check' in access && typeof access.check === 'function'
  )
}

function checkParams({ params: schema, host = '' }: RouteSpec, path: string): string[] {
  if (schema === undefined || isStandardSchema(schema)) return []
  const declared = Object.keys((schema as JsonSchema).properties ?? {})
  const inPath = parsePattern(path).flatMap((segment) =>
    'name' in segment && segment.name !== undefined ? [segment.name] : [],
  )
  const named = [...hostParamNames(host), ...inPath]
  const isOpen = (schema as JsonSchema).additionalProperties === true
  return [
    ...declared
      .filter((name) => !named.includes(name))
      .map((name) => `\`params\` declares "${name}", which the path does not have.`),
    ...named
      .filter((name) => !isOpen && !declared.includes(name))
      .map((name) => `the path has ":${name}", which \`params\` does not declare.`),
  ]
}

/** The names of a type's members, all of them: a member that is added to the type has to be added here. */
export function membersOf<T>(names: Record<keyof T, true>): string[] {
  return Object.keys(names)
}

/** What an attempt throws, as a sentence. */
export function refused(attempt: () => void): string[] {
  try {
    attempt()
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** A malformed pattern is reported once, by the router. */
function caughtQuietly(attempt: () => string[]): string[] {
  try {
    return attempt()
  } catch {
    return []
  }
}
