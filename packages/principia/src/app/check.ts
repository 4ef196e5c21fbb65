import { RequestContext } from '../http/context.ts'
import { compileRoute, type PipelineSettings } from '../http/compile.ts'
import { compileCors } from '../http/index.ts'
import { createRouter, parsePattern, type Route } from '../routing/index.ts'
import { isStandardSchema, type JsonSchema } from '../validation/index.ts'
import type { AppSpec } from './app.ts'

/**
 * Looks at an app as a whole and gives every mistake as a sentence, with the place of the definition.
 * An app with a mistake does not start.
 */
export function checkApp(spec: AppSpec, routes: readonly Route[], settings: PipelineSettings): string[] {
  const mistakes: string[] = []
  const router = createRouter<Route>()
  for (const route of routes) {
    const name = `${route.method} ${route.path} (${route.definedAt})`
    const before = mistakes.length
    for (const mistake of checkRoute(route)) mistakes.push(`${name}: ${mistake}`)
    mistakes.push(...caught(name, () => void compileRoute(route, settings)))
    if (mistakes.length > before) continue
    mistakes.push(...caught(name, () => refuseTwin(router.add(route.method, route.path, route))))
  }
  for (const name of Object.keys(spec.services ?? {})) {
    if (name in RequestContext.prototype || TAKEN.has(name)) {
      mistakes.push(`The service "${name}" has the name of something every handler has already; rename it.`)
    }
  }
  const { cors } = spec
  if (cors !== undefined) mistakes.push(...caught('cors', () => void compileCors(cors)))
  return mistakes
}

function refuseTwin(twin: Route | undefined): void {
  if (twin === undefined) return
  throw new Error(`answers the same requests as ${twin.method} ${twin.path} (${twin.definedAt}); remove one.`)
}

const TAKEN = new Set([
  'params',
  'query',
  'headers',
  'cookies',
  'body',
  'user',
  'config',
  'request',
  'trace',
  'requestId',
  'traceId',
  'deadline',
])

function checkRoute({ spec, method, path }: Route): string[] {
  const mistakes: string[] = []
  if (spec.access === undefined) {
    mistakes.push("it does not say who may call it; add `access: 'public'` or an access rule.")
  }
  if (method === 'GET' && spec.body !== undefined) {
    mistakes.push('a GET has no body (RFC 9110 section 9.3.1); use POST, or move its fields to the query.')
  }
  mistakes.push(...caughtQuietly(() => checkParams(spec.params, path)))
  return mistakes
}

function checkParams(schema: Route['spec']['params'], path: string): string[] {
  if (schema === undefined || isStandardSchema(schema)) return []
  const declared = Object.keys((schema as JsonSchema).properties ?? {})
  const named = parsePattern(path).flatMap((segment) =>
    'name' in segment && segment.name !== undefined ? [segment.name] : [],
  )
  return [
    ...declared
      .filter((name) => !named.includes(name))
      .map((name) => `\`params\` declares "${name}", which the path does not have.`),
    ...named
      .filter((name) => !declared.includes(name))
      .map((name) => `the path has ":${name}", which \`params\` does not declare.`),
  ]
}

function caught(name: string, attempt: () => void): string[] {
  try {
    attempt()
    return []
  } catch (error) {
    return [`${name}: ${error instanceof Error ? error.message : String(error)}`]
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
