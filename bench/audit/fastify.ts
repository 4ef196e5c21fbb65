// Fastify 5: schemas for all parts (Validation and Serialization, Type Providers), the plugins of its own organization with
// the options of their READMEs, `requestTimeout` as its reference says for servers without a proxy in front.
import cors from '@fastify/cors'
import etag from '@fastify/etag'
import helmet from '@fastify/helmet'
import jwt from '@fastify/jwt'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { Type, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import underPressure from '@fastify/under-pressure'
import closeWithGrace from 'close-with-grace'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { port, secret } from './settings.ts'
import { books, checkPassword, notes } from './store.ts'

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { sub: string }
    user: { sub: string }
  }
}

const fastify = Fastify({ logger: true, requestTimeout: 120_000 }).withTypeProvider<TypeBoxTypeProvider>()

await fastify.register(swagger, {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Library', version: '1.0.0' },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  },
})
await fastify.register(swaggerUi, { routePrefix: '/documentation' })
await fastify.register(helmet)
await fastify.register(cors, { origin: 'https://app.example' })
await fastify.register(rateLimit, { global: false })
await fastify.register(etag)
await fastify.register(underPressure, { maxEventLoopDelay: 1000, exposeStatusRoute: true })
await fastify.register(jwt, { secret, sign: { expiresIn: '1h' } })

async function authenticate(request: FastifyRequest, reply: FastifyReply) {
  try {
    await request.jwtVerify()
  } catch (error) {
    reply.send(error)
  }
}

const next = Type.Optional(Type.String())
const limit = Type.Integer({ minimum: 1, maximum: 100, default: 20 })
const Failure = Type.Object({
  statusCode: Type.Integer(),
  code: Type.Optional(Type.String()),
  error: Type.String(),
  message: Type.String(),
})

fastify.post(
  '/sign-in',
  {
    config: { rateLimit: { max: 20, timeWindow: '1 minute' } },
    schema: {
      body: Type.Object({ user: Type.String(), password: Type.String() }, { additionalProperties: false }),
      response: { 200: Type.Object({ token: Type.String() }), '4xx': Failure },
    },
  },
  async (request, reply) => {
    const user = await checkPassword(request.body.user, request.body.password)
    if (user === undefined) {
      reply.code(401)
      throw new Error('Unauthorized')
    }
    return { token: await reply.jwtSign({ sub: user.id }) }
  },
)

const Book = Type.Object({ id: Type.Integer(), title: Type.String(), year: Type.Integer() })

fastify.get(
  '/books',
  {
    schema: {
      querystring: Type.Object(
        { limit, after: Type.Optional(Type.Integer({ minimum: 1 })) },
        { additionalProperties: false, required: [] },
      ),
      response: { 200: Type.Object({ items: Type.Array(Book), next }), '4xx': Failure },
    },
  },
  (request) => books.list(request.query),
)

fastify.get(
  '/books/:id',
  {
    schema: {
      params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
      response: { 200: Book, '4xx': Failure },
    },
  },
  (request, reply) => books.find(request.params.id) ?? reply.callNotFound(),
)

const NewNote = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    text: Type.String({ maxLength: 2000, default: '' }),
  },
  { additionalProperties: false, required: ['title'] },
)
const Note = Type.Object({
  id: Type.String({ format: 'uuid' }),
  title: Type.String(),
  text: Type.String(),
  version: Type.Integer(),
  updatedAt: Type.String({ format: 'date-time' }),
})
const NoteId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const security = [{ bearer: [] }]
const onRequest = authenticate

fastify.get(
  '/notes',
  {
    onRequest,
    schema: {
      security,
      querystring: Type.Object(
        { limit, after: Type.Optional(Type.String({ format: 'uuid' })) },
        { additionalProperties: false, required: [] },
      ),
      response: { 200: Type.Object({ items: Type.Array(Note), next }), '4xx': Failure },
    },
  },
  (request) => notes.list(request.user.sub, request.query),
)

fastify.post(
  '/notes',
  { onRequest, schema: { security, body: NewNote, response: { 201: Note, '4xx': Failure } } },
  async (request, reply) => {
    const note = notes.create(request.user.sub, request.body)
    reply.code(201).header('location', `/notes/${note.id}`)
    return note
  },
)

fastify.get(
  '/notes/:id',
  { onRequest, schema: { security, params: NoteId, response: { 200: Note, '4xx': Failure } } },
  (request, reply) => notes.find(request.user.sub, request.params.id) ?? reply.callNotFound(),
)

fastify.put(
  '/notes/:id',
  { onRequest, schema: { security, params: NoteId, body: NewNote, response: { 200: Note, '4xx': Failure } } },
  (request, reply) =>
    notes.replace(request.user.sub, request.params.id, request.body) ?? reply.callNotFound(),
)

fastify.delete(
  '/notes/:id',
  { onRequest, schema: { security, params: NoteId, response: { 204: Type.Null(), '4xx': Failure } } },
  async (request, reply) => {
    if (!notes.delete(request.user.sub, request.params.id)) return reply.callNotFound()
    reply.code(204)
    return null
  },
)

closeWithGrace(async ({ signal, err }) => {
  if (err) fastify.log.error({ err }, 'server closing with error')
  else fastify.log.info(`${signal} received, server closing`)
  await fastify.close()
})

await fastify.listen({ port, host: '127.0.0.1' })
