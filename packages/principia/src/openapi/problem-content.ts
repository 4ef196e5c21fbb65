import { problemType, type ProblemDefinition } from '../errors/index.ts'
import type { JsonSchema } from '../validation/index.ts'
import type { Schemas } from './schemas.ts'
import type { Content } from './types.ts'

/** RFC 9457 section 3.1, and the request's id. Kinds of problems may have further members. */
const PROBLEM: JsonSchema = {
  title: 'Problem',
  description: 'What went wrong, as RFC 9457 has it. `type` is stable; `title` and `detail` are for people.',
  type: 'object',
  required: ['type', 'title', 'status', 'requestId'],
  properties: {
    type: {
      type: 'string',
      format: 'uri-reference',
      description: 'The kind of problem; it can be looked up there.',
    },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'What happened this time.' },
    requestId: { type: 'string', description: 'Names this request in the logs and the inspector.' },
  },
}

const FAILURES: JsonSchema = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['in', 'pointer', 'message'],
    properties: {
      in: { enum: ['path', 'query', 'headers', 'cookies', 'body'] },
      pointer: {
        type: 'string',
        description: 'A JSON Pointer (RFC 6901) into that part; empty for the whole of it.',
      },
      message: { type: 'string' },
    },
  },
}

/** Any problem at all. */
export function anyProblem(schemas: Schemas): JsonSchema {
  return schemas.add('Problem', PROBLEM)
}

/** One of these problems, all of the same status. */
export function problemContent(kinds: readonly ProblemDefinition[], schemas: Schemas): Content {
  const types = kinds.map(({ problem }) => problemType(problem))
  const status = kinds[0]?.status
  return {
    'application/problem+json': {
      schema: {
        allOf: [
          anyProblem(schemas),
          {
            properties: {
              type: types.length === 1 ? { const: types[0] } : { enum: types },
              ...(status !== undefined && { status: { const: status } }),
              ...(kinds.some(({ problem }) => problem === 'validation-failed') && { errors: FAILURES }),
            },
          },
        ],
      },
      examples: problemExamples(kinds),
    },
  }
}

/** Any problem, with these as the likely ones. */
export function likelyProblemContent(kinds: readonly ProblemDefinition[], schemas: Schemas): Content {
  return { 'application/problem+json': { schema: anyProblem(schemas), examples: problemExamples(kinds) } }
}

function problemExamples(
  kinds: readonly ProblemDefinition[],
): Record<string, { summary: string; value: unknown }> {
  return Object.fromEntries(
    kinds.map(({ problem, title, status }) => [
      problem,
      { summary: title, value: { type: problemType(problem), title, status, requestId: '8c4f1d0a92b7e635' } },
    ]),
  )
}
