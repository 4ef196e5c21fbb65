import { unknownNames } from '../errors/index.ts'
import type { PipelineSettings } from '../http/compile.ts'
import { compileCompression, compileCors, createShedder } from '../http/index.ts'
import {
  checkVersioning,
  compileDeprecation,
  createMounts,
  createRouteTable,
  expandVersions,
  type Route,
  type Versioning,
} from '../routing/index.ts'
import { securityHeaders } from '../security/index.ts'
import type { AppSpec } from './app.ts'
import { isTaken, membersOf, refused, routeMistakes } from './check-route.ts'
import { shapeMistakes } from './check-shape.ts'
import { limitMistakes } from './limits.ts'
import { workMistakes } from './work.ts'

/**
 * Looks at an app as a whole and gives every mistake as a sentence, with the place of the definition.
 * An app with a mistake does not start.
 */
export function checkApp(spec: AppSpec, routes: readonly Route[], settings: PipelineSettings): string[] {
  const mistakes: string[] = []
  const versioning = checkVersions(spec)
  const known = [...Object.keys(spec.services ?? {}), ...(spec.config === undefined ? [] : ['config'])]
  mistakes.push(...unknownNames(spec, APP_OPTIONS).map((mistake) => `app(): ${mistake}`))
  mistakes.push(...shapeMistakes(spec))
  mistakes.push(...ofRoutes(routes, (route) => routeMistakes(route, spec, known, settings)))
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
  mistakes.push(...workMistakes(spec))
  return mistakes
}

/** The mistakes of routes, each with the names of those that have it. */
function ofRoutes(routes: readonly Route[], find: (route: Route) => string[]): string[] {
  const found = routes.flatMap((route) => [...new Set(find(route))].map((mistake) => ({ route, mistake })))
  // One definition, such as that of a resource, may make several routes; a mistake in it is told once.
  const told = Map.groupBy(found, ({ route, mistake }) => `${route.definedAt} ${mistake}`)
  return [...told.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [`${nameOf(first.route, others.length)}: ${first.mistake}`],
  )
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

function nameOf({ method, path, definedAt }: Route, others = 0): string {
  return `${method} ${path}${others === 0 ? '' : ` and ${others} more`} (${definedAt})`
}

const APP_OPTIONS = membersOf<AppSpec>({
  name: true,
  version: true,
  description: true,
  modules: true,
  routes: true,
  middleware: true,
  services: true,
  work: true,
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

function caught(name: string, attempt: () => void): string[] {
  return refused(attempt).map((mistake) => `${name}: ${mistake}`)
}
