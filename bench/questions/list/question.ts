import type { Question, RequestSpec } from '../../runner/question.ts'
import { PRODUCTS } from '../../work/products.ts'

const request: RequestSpec = { method: 'GET', path: '/products', headers: { accept: 'application/json' } }

export const question: Question = {
  name: 'list',
  title: 'What does a list of 10 KB cost to answer?',
  what: `\`GET /products\` answers with 52 objects, about 10 KB of JSON, written anew for every request. Principia checks each
against the declared response, so that no member leaves that was not declared, and makes an entity tag of the whole; Fastify
writes it by its response schema with fast-json-stringify; Elysia checks it too; the others call \`JSON.stringify\`. Nobody logs or compresses.`,
  contestants: [
    { name: 'principia', title: 'Principia', packages: ['principia', 'typebox'], pipeline: false },
    { name: 'fastify', title: 'Fastify', packages: ['fastify'], pipeline: false },
    { name: 'hono', title: 'Hono', packages: ['hono', '@hono/node-server'], pipeline: false },
    { name: 'express', title: 'Express', packages: ['express'], pipeline: false },
    { name: 'nest', title: 'NestJS on Fastify', packages: ['@nestjs/core'], pipeline: false },
    { name: 'elysia', title: 'Elysia on Bun', packages: ['elysia', 'bun'], runtime: 'bun', pipeline: false },
    { name: 'node-http', title: 'bare `node:http`', packages: [], pipeline: false },
  ],
  bases: ['fastify', 'node-http'],
  requests: [request],
  checks: [{ name: 'answers with the list', request, status: 200, json: PRODUCTS, floor: true }],
}
