import type { AddressInfo } from 'node:net'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, { type FastifyRequest } from 'fastify'
import type { RunningServer } from '../../src/flaws/specimen.ts'

interface Task {
  readonly id: number
  readonly owner: string
  title: string
  done: boolean
}

const TASK = {
  type: 'object',
  required: ['id', 'title', 'done'],
  properties: { id: { type: 'integer' }, title: { type: 'string' }, done: { type: 'boolean' } },
}
const NEW_TASK = {
  type: 'object',
  required: ['title'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 200 },
    done: { type: 'boolean', default: false },
  },
}
const ID = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } }, required: ['id'] }
const USERS: Readonly<Record<string, string>> = { 'ada-token': 'ada', 'bob-token': 'bob' }

/** A small API as Fastify's documentation has one written: schemas for all parts, its official plugins. */
export async function fastifyApi(): Promise<RunningServer> {
  const app = fastify({ ajv: { customOptions: { removeAdditional: false } }, bodyLimit: 100_000 })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tasks', version: '1.0.0' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
  })
  await app.register(helmet)
  await app.register(cors, { origin: ['https://app.example'] })
  await app.register(rateLimit, { max: 100_000 })
  const tasks = new Map<number, Task>()
  let last = 0

  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  app.get(
    '/',
    { schema: { response: { 200: { type: 'object', properties: { name: { type: 'string' } } } } } },
    () => ({
      name: 'tasks',
    }),
  )
  await app.register(async (secured) => {
    secured.decorateRequest('user', '')
    secured.addHook('onRequest', async (request, reply) => {
      const user = userOf(request)
      if (user === undefined) {
        await reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'Unauthorized' })
      } else request.setDecorator('user', user)
    })
    const security = [{ token: [] }]
    const find = (request: FastifyRequest<{ Params: { id: number } }>) => {
      const task = tasks.get(request.params.id)
      return task?.owner === request.getDecorator<string>('user') ? task : undefined
    }
    secured.get(
      '/tasks',
      {
        schema: {
          security,
          querystring: {
            type: 'object',
            additionalProperties: false,
            properties: {
              limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
              after: { type: 'integer', minimum: 0, default: 0 },
            },
          },
          response: { 200: { type: 'object', properties: { items: { type: 'array', items: TASK } } } },
        },
      },
      (request) => {
        const { limit, after } = request.query as { limit: number; after: number }
        const user = request.getDecorator<string>('user')
        const own = [...tasks.values()].filter(({ owner, id }) => owner === user && id > after)
        return { items: own.slice(0, limit) }
      },
    )
    secured.post<{ Body: { title: string; done: boolean } }>(
      '/tasks',
      { schema: { security, body: NEW_TASK, response: { 201: TASK } } },
      (request, reply) => {
        const task = { id: ++last, owner: request.getDecorator<string>('user'), ...request.body }
        tasks.set(task.id, task)
        return reply.code(201).header('location', `/tasks/${task.id}`).send(task)
      },
    )
    secured.get<{ Params: { id: number } }>(
      '/tasks/:id',
      { schema: { security, params: ID, response: { 200: TASK } } },
      (request, reply) => find(request) ?? reply.callNotFound(),
    )
    secured.put<{ Params: { id: number }; Body: { title: string; done: boolean } }>(
      '/tasks/:id',
      { schema: { security, params: ID, body: NEW_TASK, response: { 200: TASK } } },
      (request, reply) => {
        const task = find(request)
        return task === undefined ? reply.callNotFound() : Object.assign(task, request.body)
      },
    )
    secured.delete<{ Params: { id: number } }>(
      '/tasks/:id',
      { schema: { security, params: ID, response: { 204: { type: 'null' } } } },
      (request, reply) => {
        const task = find(request)
        if (task === undefined) return reply.callNotFound()
        tasks.delete(task.id)
        return reply.code(204).send()
      },
    )
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    config: {
      users: Object.entries(USERS).map(([token, name]) => ({
        name,
        headers: { authorization: `Bearer ${token}` },
      })),
      resources: [{ path: '/tasks', as: 'ada', example: { title: 'Task {{random}}' }, text: 'title' }],
      guarded: ['/tasks'],
      allowedOrigin: 'https://app.example',
    },
    [Symbol.asyncDispose]: () => app.close(),
  }
}

function userOf({ headers }: FastifyRequest): string | undefined {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  return token !== undefined && Object.hasOwn(USERS, token) ? USERS[token] : undefined
}
