import type { RequestListener } from 'node:http'
import { expect, it } from 'vitest'
import { serveHandler } from '../flaws/serve.ts'
import { createBudget } from '../run/budget.ts'
import type { AuditConfig } from './config.ts'
import { discover } from './discover.ts'

const title = { type: 'string', maxLength: 50 }
const note = {
  type: 'object',
  required: ['title'],
  properties: { id: { type: 'integer', readOnly: true }, title },
}
const json = (schema: object) => ({ 'application/json': { schema } })
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
const ok = { description: 'OK', content: json(note) }

const document = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  security: [{ token: [] }],
  paths: {
    '/notes': {
      get: { responses: { 200: { description: 'All', content: json({ type: 'array', items: note }) } } },
      post: { requestBody: { content: json(note) }, responses: { 201: ok } },
    },
    '/notes/{id}': {
      parameters: [id],
      get: { responses: { 200: ok } },
      put: { requestBody: { content: json(note) }, responses: { 200: ok } },
    },
    '/sign-out': { get: { responses: { 204: { description: 'Out' } } } },
    '/books': { get: { security: [], responses: { 200: { description: 'Books', content: json({}) } } } },
  },
}

const asked: string[] = []
const notes: RequestListener = (request, response) => {
  const { url = '', method } = request
  asked.push(`${method} ${url}`)
  const answers: Record<string, unknown> = {
    '/': { links: { page: '/page', favicon: '/favicon.ico' } },
    '/page': {},
    '/openapi.json': document,
    '/notes': [{ id: 7, title: 'Seven' }],
    '/notes/7': { id: 7, title: 'Seven' },
    '/books': {},
    '/sign-out': {},
    '/ready': {},
    '/favicon.ico': {},
  }
  if (method === 'POST' && url === '/sign-in') return response.end('{"data":{"token":"ada"}}')
  if (url.startsWith('/notes') && request.headers.authorization !== 'Bearer ada') response.statusCode = 401
  else if (answers[url] === undefined) response.statusCode = 404
  response.setHeader('content-type', 'application/json')
  return response.end(JSON.stringify(answers[url] ?? {}))
}

const config: AuditConfig = {
  users: [{ name: 'ada', signIn: { user: 'ada', password: 'right' } }],
  signIn: { path: '/sign-in', token: '/data/token' },
}

async function discovered(handler: RequestListener, given: AuditConfig = {}) {
  await using server = await serveHandler(handler)
  return await discover(server.url, given, createBudget(1000, 1000), 'test')
}

it('finds pages, what is guarded and what can be made, from a description and a user', async () => {
  asked.length = 0
  const target = await discovered(notes, config)
  expect(target.description?.from).toBe('/openapi.json')
  expect(target.users).toEqual([{ name: 'ada', headers: { Authorization: 'Bearer ada' } }])
  expect(target.pages.map(({ path, as }) => [path, as?.name])).toEqual([
    ['/notes', 'ada'],
    ['/books', undefined],
    ['/notes/7', 'ada'],
    ['/', undefined],
    ['/page', undefined],
  ])
  expect(target.guarded).toEqual(['/notes', '/notes/7'])
  expect(target.health).toEqual({ ready: '/ready' })
  expect(target.resources).toMatchObject([
    { path: '/notes', methods: ['list', 'create', 'read', 'replace'], text: 'title', as: { name: 'ada' } },
  ])
  expect(target.resources[0]?.example()).toEqual({ title: expect.stringMatching(/^audit \w{8}$/) })
  expect(target.signIn).toMatchObject({
    path: '/sign-in',
    wrong: { user: 'ada', password: 'not-the-password-1' },
  })
})

it('sends nothing but GET, apart from signing in, and nothing that sounds like an end', async () => {
  asked.length = 0
  await discovered(notes, config)
  expect(asked.filter((each) => !each.startsWith('GET '))).toEqual(['POST /sign-in'])
  expect(asked).not.toContain('GET /sign-out')
})
