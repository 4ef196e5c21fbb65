import type { Check, Question, RequestSpec } from '../../runner/question.ts'
import { ORIGINS, SAMPLES, TOKEN, quote, type Order } from '../../work/order.ts'

const HEADERS = {
  accept: 'application/json',
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'en-GB,en;q=0.9,fr;q=0.7',
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
  origin: 'https://shop.example',
  authorization: `Bearer ${TOKEN}`,
  'content-type': 'application/json',
}

const SAMPLE = SAMPLES[0] as Order

function post(order: unknown, headers: Readonly<Record<string, string>> = HEADERS): RequestSpec {
  const body = typeof order === 'string' ? order : JSON.stringify(order)
  return { method: 'POST', path: '/quotes', headers, body }
}

const { authorization: _token, ...anonymous } = HEADERS

const LIMITS = ['ratelimit', 'x-ratelimit-limit', 'ratelimit-limit']

/** What every answer of a pipeline carries. */
const ANSWER_HEADERS: Check['headers'] = [
  { anyOf: ['content-type'], matches: /^application\/json\b/ },
  { anyOf: ['x-request-id'], matches: /^[\w-]{16,}$/ },
  { anyOf: ['etag'], matches: /^(W\/)?".+"$/ },
  { anyOf: LIMITS },
  { anyOf: ['access-control-allow-origin'], matches: /^https:\/\/shop\.example$/ },
  { anyOf: ['vary'], matches: /\borigin\b/i },
  { anyOf: ['content-security-policy'] },
  { anyOf: ['x-content-type-options'], matches: /^nosniff$/ },
  { anyOf: ['x-frame-options'] },
  { anyOf: ['referrer-policy'] },
  { anyOf: ['cross-origin-opener-policy'] },
  { anyOf: ['cross-origin-resource-policy'] },
]

function refused(what: string, order: unknown, mentions: string): Check {
  return { name: `refuses ${what} and names it`, request: post(order), status: [400, 422], mentions }
}

function withItem(change: Readonly<Record<string, unknown>>): unknown {
  return { ...SAMPLE, items: [SAMPLE.items[0], { ...SAMPLE.items[1], ...change }] }
}

const { city: _city, ...cityless } = SAMPLE.delivery

const preflight = (origin: string): RequestSpec => ({
  method: 'OPTIONS',
  path: '/quotes',
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  },
})

const checks: Check[] = [
  ...SAMPLES.map((order, index) => ({
    name: `answers order ${index + 1} with its quote`,
    request: post(order),
    status: 200,
    json: quote(order),
    headers: ANSWER_HEADERS,
    floor: true as const,
  })),
  { name: 'refuses a caller without a token', request: post(SAMPLE, anonymous), status: 401 },
  {
    name: 'refuses a wrong token',
    request: post(SAMPLE, { ...HEADERS, authorization: `Bearer ${TOKEN.slice(0, -1)}x` }),
    status: 401,
  },
  refused('a missing member', { ...SAMPLE, delivery: cityless }, 'city'),
  refused('an unknown member', { ...SAMPLE, colour: 'red' }, 'colour'),
  refused('an unknown member further in', withItem({ discount: 100 }), 'discount'),
  refused('a number as text', withItem({ quantity: '2' }), 'quantity'),
  refused('a number out of range', withItem({ quantity: 0 }), 'quantity'),
  refused('a broken number', withItem({ unitPrice: 1.5 }), 'unitPrice'),
  refused('text of another form', withItem({ sku: 'bk-1' }), 'sku'),
  refused('an empty list', { ...SAMPLE, items: [] }, 'items'),
  refused('too long a text', { ...SAMPLE, note: 'x'.repeat(501) }, 'note'),
  { name: 'refuses what is not JSON', request: post('{"reference":'), status: [400, 422] },
  {
    name: 'refuses another media type',
    request: post(JSON.stringify(SAMPLE), { ...HEADERS, 'content-type': 'text/plain' }),
    status: [400, 422],
  },
  {
    name: 'does not know another path',
    request: { method: 'GET', path: '/elsewhere', headers: HEADERS },
    status: 404,
  },
  {
    name: 'lets pages of a known origin in',
    request: preflight(ORIGINS[1] as string),
    status: [200, 204],
    headers: [
      { anyOf: ['access-control-allow-origin'], matches: /^https:\/\/admin\.example$/ },
      { anyOf: ['access-control-allow-methods'], matches: /\bPOST\b/ },
      { anyOf: ['access-control-allow-headers'], matches: /\bauthorization\b/i },
    ],
  },
  {
    name: 'lets no pages of other origins in',
    request: preflight('https://elsewhere.example'),
    status: [200, 404],
    without: ['access-control-allow-origin'],
  },
]

export const question: Question = {
  name: 'production-pipeline',
  title: 'What does a request cost with everything on that production needs?',
  what: `\`POST /quotes\`: an order of 415 bytes of nested JSON is priced, the answer has 345 bytes. Per
request: check of a bearer token, validation of the body (unknown members refused), a rate limit per address, CORS
for two origins, security headers, an entity tag, a request id, one structured log line through pino to a file,
a latency histogram in the Prometheus format, a trace record in a ring of 1000. Bare \`node:http\` does none of
that: it parses, prices and answers.`,
  contestants: [
    { name: 'principia', title: 'Principia', packages: ['principia', 'typebox', 'pino'], pipeline: true },
    {
      name: 'fastify',
      title: 'Fastify with its plugins',
      packages: [
        'fastify',
        '@fastify/bearer-auth',
        '@fastify/cors',
        '@fastify/etag',
        '@fastify/helmet',
        '@fastify/rate-limit',
        'fastify-metrics',
        '@platformatic/prom-client',
        'pino',
      ],
      pipeline: true,
    },
    {
      name: 'hono',
      title: 'Hono with its middlewares',
      packages: [
        'hono',
        '@hono/node-server',
        'ajv',
        'hono-rate-limiter',
        '@platformatic/prom-client',
        'pino',
      ],
      pipeline: true,
    },
    {
      name: 'express',
      title: 'Express with middlewares',
      packages: [
        'express',
        'helmet',
        'cors',
        'express-rate-limit',
        'pino-http',
        'ajv',
        '@platformatic/prom-client',
      ],
      pipeline: true,
    },
    {
      name: 'nest',
      title: 'NestJS on Fastify with its plugins',
      packages: ['@nestjs/core', 'class-validator'],
      pipeline: true,
    },
    {
      name: 'elysia',
      title: 'Elysia on Bun with its plugins',
      packages: ['elysia', 'bun', 'elysia-helmet', 'elysia-rate-limit', '@elysiajs/cors', '@elysiajs/bearer'],
      runtime: 'bun',
      pipeline: true,
    },
    { name: 'node-http', title: 'bare `node:http`', packages: [], pipeline: false },
  ],
  bases: ['fastify', 'node-http'],
  requests: SAMPLES.map((order) => post(order)),
  checks,
}
