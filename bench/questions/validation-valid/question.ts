import type { ContestantInfo, Question, RequestSpec } from '../../runner/question.ts'
import { SAMPLES, type Order } from '../../work/order.ts'

/** Orders of about 2 KB: the same as elsewhere, with more in them. */
export const LARGE: readonly Order[] = SAMPLES.map((order) => ({
  ...order,
  items: Array.from({ length: 34 }, (_, index) => ({
    sku: `AB-${1000 + index}`,
    quantity: 1 + (index % 9),
    unitPrice: 100 + index,
  })),
}))

export function check(order: unknown): RequestSpec {
  return {
    method: 'POST',
    path: '/check',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(order),
  }
}

export const invalid = (order: Order): unknown => ({
  ...order,
  reference: 'Q-1',
  delivery: { ...order.delivery, city: '' },
  items: order.items.with(20, { sku: 'AB-1020', quantity: 0, unitPrice: 5 }),
})

export const contestants: readonly ContestantInfo[] = [
  { name: 'principia', title: 'Principia', packages: ['principia', 'typebox'], pipeline: true },
  { name: 'fastify', title: 'Fastify', packages: ['fastify'], pipeline: true },
  { name: 'hono', title: 'Hono with zod', packages: ['hono', '@hono/zod-validator', 'zod'], pipeline: true },
  { name: 'express', title: 'Express with ajv', packages: ['express', 'ajv'], pipeline: true },
  { name: 'nest', title: 'NestJS on Fastify', packages: ['@nestjs/core', 'class-validator'], pipeline: true },
  { name: 'elysia', title: 'Elysia on Bun', packages: ['elysia', 'bun'], runtime: 'bun', pipeline: true },
  { name: 'node-http', title: 'bare `node:http`', packages: [], pipeline: false },
]

export const question: Question = {
  name: 'validation-valid',
  title: 'What does it cost to check a nested body of 2 KB?',
  what: `\`POST /check\` takes an order with 34 items, checks every member of it, refuses members that are not known, and
answers with the number of items. Bare \`node:http\` parses and checks nothing. No peer has any plugin on but what it needs for
this; nobody logs.`,
  contestants,
  bases: ['fastify', 'node-http'],
  requests: LARGE.map(check),
  records: false,
  checks: [
    { name: 'accepts an order', request: check(LARGE[0]), status: 200, json: { items: 34 }, floor: true },
    {
      name: 'refuses what is wrong in it',
      request: check(invalid(LARGE[0] as Order)),
      status: [400, 422],
      mentions: 'reference',
    },
    {
      name: 'refuses a member that is not known',
      request: check({ ...LARGE[0], colour: 'red' }),
      status: [400, 422],
    },
  ],
}
