import { STATUS_CODES } from '../http/node-http.ts'
import { isProblemKind, type ProblemDefinition } from '../errors/index.ts'
import type { DeclaredResponse, Route } from '../routing/index.ts'
import { responseContent } from './content.ts'
import { frameworkResponses, hasEntityTag, isSentInParts, toComponent } from './framework-responses.ts'
import { HEADERS, headerReference } from './headers.ts'
import { anyProblem, likelyProblemContent, problemContent } from './problem-content.ts'
import type { Schemas } from './schemas.ts'
import type { Header, Reference, Response } from './types.ts'

/** Writes the responses of routes, and collects those that many of them share. */
export interface ResponseWriter {
  write(route: Route): Record<string, Response | Reference>
  readonly responses: Readonly<Record<string, Response>>
  readonly headers: Readonly<Record<string, Header>>
}

export function createResponses(schemas: Schemas): ResponseWriter {
  const shared: Record<string, Response> = {}
  const headers: Record<string, Header> = {}
  const named = (names: readonly string[]): NonNullable<Response['headers']> => {
    for (const name of names) headers[name] ??= HEADERS[name] as Header
    return Object.fromEntries(names.map((name) => [name, headerReference(name)]))
  }
  const share = (name: string, make: () => Response): Reference => {
    shared[name] ??= make()
    return { $ref: `#/components/responses/${name}` }
  }
  const other = (): Response => ({
    description: 'Any other failure, such as 500 `internal-error`.',
    headers: named(['X-Request-Id']),
    content: { 'application/problem+json': { schema: anyProblem(schemas) } },
  })
  return {
    responses: shared,
    headers,
    write(route) {
      const { successes, failures } = sortDeclared(route.spec.responses ?? {})
      const limited = [
        ...(route.spec.limit === undefined ? [] : ['RateLimit-Policy', 'RateLimit']),
        ...deprecationHeaders(route),
      ]
      const cached = route.spec.cache === undefined ? [] : ['Cache-Control']
      const { idempotent = false } = route.spec
      const replayed = idempotent === false ? [] : ['Idempotency-Replayed']
      const written = new Map<string, Response | Reference>()
      for (const [status, declared] of successes) {
        const own = [
          ...(status === 200 && hasEntityTag(route) ? ['ETag'] : []),
          ...(status === 200 && isSentInParts(route) ? ['Accept-Ranges'] : []),
          ...(isRedirect(status) ? ['Location'] : []),
          ...cached,
        ]
        written.set(String(status), {
          description: STATUS_CODES[status] ?? `Status ${status}`,
          headers: named(['X-Request-Id', ...own, ...limited, ...replayed]),
          ...responseContent(declared, route.spec, schemas),
        })
      }
      const whole = successes.get(200)
      if (whole !== undefined && isSentInParts(route)) {
        written.set('206', {
          description: 'The parts that the `Range` asks for; several as `multipart/byteranges`.',
          headers: named(['X-Request-Id', 'Accept-Ranges', 'Content-Range', ...limited]),
          content: { ...responseContent(whole, route.spec, schemas).content, 'multipart/byteranges': {} },
        })
      }
      if (successes.size === 0) {
        written.set('2XX', {
          description: 'Success. The route does not declare what it answers.',
          headers: named(['X-Request-Id', ...cached, ...limited, ...replayed]),
        })
      }
      const framework = frameworkResponses(route)
      for (const [status, kinds] of failures) {
        const ours = framework.find((response) => response.status === String(status))
        const all = [
          ...new Map([...kinds, ...(ours?.kinds ?? [])].map((kind) => [kind.problem, kind])).values(),
        ]
        const content =
          ours?.open === true ? likelyProblemContent(all, schemas) : problemContent(all, schemas)
        const success = written.get(String(status))
        written.set(String(status), {
          description: [...new Set(all.map(({ title }) => title))].join('; '),
          headers: named([
            'X-Request-Id',
            ...(ours?.headers ?? []),
            ...limited.filter((name) => ours?.headers?.includes(name) !== true),
          ]),
          content: {
            ...(success !== undefined && 'content' in success ? success.content : undefined),
            ...content,
          },
        })
      }
      for (const response of framework) {
        if (written.has(response.status)) continue
        written.set(
          response.status,
          share(response.name, () => toComponent(response, schemas, named)),
        )
      }
      const sorted = [...written].toSorted(([a], [b]) => a.localeCompare(b))
      return Object.fromEntries([...sorted, ['default', share('Failure', other)]])
    },
  }
}

function deprecationHeaders({ spec: { deprecated } }: Route): string[] {
  if (typeof deprecated !== 'object') return []
  return deprecated.sunset === undefined ? ['Deprecation'] : ['Deprecation', 'Sunset']
}

type Success = Exclude<DeclaredResponse, ProblemDefinition | readonly ProblemDefinition[]>

/** What a route declares, problems apart. A problem is sent with its own status, wherever it is listed. */
function sortDeclared(responses: Readonly<Record<number, DeclaredResponse>>): {
  successes: Map<number, Success>
  failures: Map<number, ProblemDefinition[]>
} {
  const successes = new Map<number, Success>()
  const failures = new Map<number, ProblemDefinition[]>()
  for (const [status, declared] of Object.entries(responses)) {
    if (!isProblems(declared)) successes.set(Number(status), declared)
    else {
      for (const kind of [declared].flat()) {
        failures.set(kind.status, [...(failures.get(kind.status) ?? []), kind])
      }
    }
  }
  return { successes, failures }
}

function isProblems(
  declared: DeclaredResponse,
): declared is ProblemDefinition | readonly ProblemDefinition[] {
  return Array.isArray(declared) || isProblemKind(declared)
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}
