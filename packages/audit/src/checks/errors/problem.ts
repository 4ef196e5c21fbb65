import type { Mend } from '../../check.ts'
import { isJson, jsonOf, type Answer } from '../../wire/answer.ts'
import type { Inspection } from '../../run/inspection.ts'
import { failures, type Provoked } from './provoked.ts'
import type { Answered } from '../../wire/exchange.ts'

/** A failure that came as problem details. */
export interface SeenProblem extends Provoked {
  readonly seen: Answered
  readonly problem: Readonly<Record<string, unknown>>
}

/** The failures that are problem details (RFC 9457), of those that could be provoked. */
export async function problems(inspection: Inspection): Promise<SeenProblem[]> {
  return (await failures(inspection)).flatMap((one) => {
    const problem = problemIn(one.seen.answer)
    return problem === undefined ? [] : [{ ...one, problem }]
  })
}

export function problemIn(answer: Answer): Readonly<Record<string, unknown>> | undefined {
  if (!/^application\/problem\+json\b/i.test(answer.headers.get('content-type') ?? '')) return undefined
  const value = jsonOf(answer)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

/** Whether it is an API that speaks JSON: pages for people have failures for people, and so have files. */
export function isJsonApi({ description, pages }: Inspection['target']): boolean {
  return (
    description !== undefined ||
    pages.some(({ path, seen }) => isJson(seen.answer) && !/\.json(?:\?|$)/.test(path))
  )
}

export const NO_PROBLEMS = 'None of its failures is problem details (application/problem+json).'

export const PROBLEM_MEND: Mend = {
  general:
    'Have one function at the edge answer every failure as problem details: type, title, status, and what the client can act on.',
  stacks: {
    'Spring Boot': 'spring.mvc.problemdetails.enabled=true',
    'ASP.NET Core':
      'builder.Services.AddProblemDetails(); app.UseExceptionHandler(); app.UseStatusCodePages();',
    Express:
      "app.use((error, request, response, next) => response.status(error.status ?? 500).type('application/problem+json').json({ title: STATUS_CODES[error.status ?? 500], status: error.status ?? 500 }))",
    Fastify:
      "app.setErrorHandler(…) and app.setNotFoundHandler(…), each with reply.type('application/problem+json')",
    FastAPI: 'exception handlers for StarletteHTTPException, RequestValidationError and Exception',
  },
}
