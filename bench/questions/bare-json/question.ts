import type { Question, RequestSpec } from '../../runner/question.ts'
import { greeting } from './greeting.ts'

const request: RequestSpec = { method: 'GET', path: '/greeting', headers: { accept: 'application/json' } }

export const question: Question = {
  name: 'bare-json',
  title: 'What does a small JSON answer cost?',
  what: `\`GET /greeting\` answers with 51 bytes of JSON. The peers run as in their first example, with no plugin. Nobody
logs: Principia is told so with \`LOG_LEVEL=silent\`, Fastify and the others do not unless asked. Principia's request id,
security headers, entity tag, histogram and trace record stay on, and are part of what it costs.`,
  contestants: [
    { name: 'principia', title: 'Principia', packages: ['principia', 'pino'], pipeline: false },
    { name: 'fastify', title: 'Fastify', packages: ['fastify'], pipeline: false },
    { name: 'hono', title: 'Hono', packages: ['hono', '@hono/node-server'], pipeline: false },
    { name: 'express', title: 'Express', packages: ['express'], pipeline: false },
    { name: 'nest', title: 'NestJS on Fastify', packages: ['@nestjs/core', 'fastify'], pipeline: false },
    { name: 'elysia', title: 'Elysia on Bun', packages: ['elysia', 'bun'], runtime: 'bun', pipeline: false },
    { name: 'node-http', title: 'bare `node:http`', packages: [], pipeline: false },
  ],
  bases: ['fastify', 'hono', 'node-http'],
  requests: [request],
  checks: [{ name: 'answers with the greeting', request, status: 200, json: greeting(), floor: true }],
}
