import { RequestContext } from '../http/context.ts'
import { compileRoute, type PipelineSettings } from '../http/compile.ts'
import { compileCompression, compileCors, createShedder } from '../http/index.ts'
import { unknownNames } from '../errors/index.ts'
import {
  checkVersioning,
  compileDeprecation,
  createMounts,
  createRouteTable,
  expandVersions,
  hostParamNames,
  parsePattern,
  versionMistake,
  type Route,
  type RouteSpec,
  type Versioning,
} from '../routing/index.ts'
import { securityHeaders } from '../security/index.ts'
import { isStandardSchema, type JsonSchema } from '../validation/index.ts'
import type { AppSpec } from './app.ts'
import { checkIdempotency } from './check-idempotency.ts'
import { checkMiddleware } from './check-middleware.ts'
import { limitMistakes } from './limits.ts'

/**
 * Looks at an app as a whole and gives every mistake as a sentence, with the place of the definition.
 * An app with a mistake does not start.
 */
export function checkApp(spec: AppSpec, routes: readonly Route[], settings: PipelineSettings): string[] {
  const mistakes: string[] = []
  const versioning = checkVersions(spec)
  const known = [...Object.keys(spec.services ?? {}), ...(spec.config === undefined ? [] : ['config'])]
  mistakes.push(...unknownNames(spec, APP_OPTIONS).map((mistake) => `app(): ${mistake}`))
  for (const route of routes) {
    const name = nameOf(route)
    const version = versionMistake(route, spec.versioning)
    const ofRoute = [
      ...checkRoute(route),
      ...missingNeeds(route, known),
      ...checkMiddleware(route, known, isTaken),
      ...checkIdempotency(route, settings.idempotency ?? new Map()),
      ...(version === undefined ? [] : [version]),
    ]
    for (const mistake of ofRoute) mistakes.push(`${name}: ${mistake}`)
    mistakes.push(...caught(name, () => void compileRoute(withAccess(route), settings)))
  }
  // Where the versions themselves make no sense, the routes are looked at as if there were none.
  mistakes.push(...versioning, ...checkTable(routes, versioning.length === 0 ? spec.versioning : undefined))
  for (const name of Object.keys(spec.services ?? {})) {
    if (isTaken(name)) {
      mistakes.push(`The service "${name}" has the name of something every handler has already; rename it.`)
    }
  }
  const { cors, compression, shedding } = spec
  if (compression !== undefined && compression !== false) {
    mistakes.push(...caught('compression', () => void compileCompression(compression)))
  }
  if (!['undefined', 'boolean', 'function'].includes(typeof spec.serverTiming)) {
    mistakes.push('serverTiming: it is true, false, or a function that says who is shown the times.')
  }
  if (shedding !== undefined && shedding !== false) {
    mistakes.push(...caught('app()', () => void createShedder(shedding)))
  }
  mistakes.push(...caught('app()', () => void securityHeaders(spec.security)))
  if (cors !== undefined) mistakes.push(...caught('app()', () => void compileCors(cors)))
  mistakes.push(...limitMistakes(spec))
  return mistakes
}

function checkVersions({ versioning }: AppSpec): string[] {
  if (versioning === undefined) return []
  return caught('app(): versioning', () => {
    checkVersioning(versioning)
    for (const version of versioning.versions) {
      if (typeof version === 'object' && version.deprecated !== undefined)
        compileDeprecation(version.deprecated)
    }
  })
}

/** Routes that answer the same requests, and patterns that are none. */
function checkTable(routes: readonly Route[], versioning: Versioning | undefined): string[] {
  const table = createRouteTable<Route>(versioning)
  const mounts = createMounts<Route>()
  const add = (route: Route) =>
    route.method === 'ALL' ? mounts.add(route.path, route) : table.add(route, route)
  const mistakes = expandVersions(routes, versioning).flatMap((route) =>
    caught(nameOf(route.served?.declaration ?? route), () => refuseTwin(add(route))),
  )
  // What is wrong with a route is so in each of its versions.
  return [...new Set(mistakes)]
}

function refuseTwin(twin: Route | undefined): void {
  if (twin === undefined) return
  throw new Error(`answers the same requests as ${nameOf(twin.served?.declaration ?? twin)}; remove one.`)
}

function nameOf({ method, path, definedAt }: Route): string {
  return `${method} ${path} (${definedAt})`
}

/** What a route of `define` counts on, and this app does not have: each call would be a fault. */
function missingNeeds({ needs = [] }: Route, known: readonly string[]): string[] {
  return needs
    .filter((need) => !known.includes(need))
    .map((need) =>
      need === 'config'
        ? 'it is made by `define` with settings that the app does not have; add `config` to app().'
        : `it is made by \`define\` with the service "${need}", which the app does not have; add it to app()'s \`services\`.`,
    )
}

const APP_OPTIONS = membersOf<AppSpec>({
  name: true,
  version: true,
  description: true,
  modules: true,
  routes: true,
  middleware: true,
  services: true,
  config: true,
  cors: true,
  security: true,
  compression: true,
  serverTiming: true,
  limits: true,
  shedding: true,
  bodyLimit: true,
  codecs: true,
  decompress: true,
  deadline: true,
  traces: true,
  inspector: true,
  docs: true,
  versioning: true,
})

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

/** The names of a type's members, all of them: a member that is added to the type has to be added here. */
function membersOf<T>(names: Record<keyof T, true>): string[] {
  return Object.keys(names)
}

/** What every context has, so that a service of that name would be hidden or hide it. */
const TAKEN = new Set([
  'scheme',
  'expiresAt',
  'moreHeaders',
  'contentLanguage',
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
  'load',
])

function isTaken(name: string): boolean {
  return name in RequestContext.prototype || TAKEN.has(name)
}

/** What else is wrong with a route without a valid access rule, that is found by compiling it, is told as well. */
function withAccess(route: Route): Route {
  return isRule(route.spec.access) ? route : { ...route, spec: { ...route.spec, access: 'public' } }
}

function checkRoute({ spec, method, path }: Route): string[] {
  const mistakes: string[] = []
  const access: unknown = spec.access
  if (access === undefined) {
    mistakes.push("it does not say who may call it; add `access: 'public'` or an access rule.")
  } else if (access !== 'public' && !isRule(access)) {
    mistakes.push(
      `its \`access\` is ${JSON.stringify(access)}; it must be 'public' or what defineAccess() gives.`,
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

function caught(name: string, attempt: () => void): string[] {
  return refused(attempt).map((mistake) => `${name}: ${mistake}`)
}

function refused(attempt: () => void): string[] {
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
