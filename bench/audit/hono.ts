// Hono on Node: its built-in middleware with the options of their pages, Zod OpenAPI and Hono Rate Limiter of its list of
// third-party middleware, the graceful shutdown of its page on Node.js.
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { swaggerUI } from '@hono/swagger-ui'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { etag } from 'hono/etag'
import { HTTPException } from 'hono/http-exception'
import { jwt, sign, type JwtVariables } from 'hono/jwt'
import { logger } from 'hono/logger'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { rateLimiter } from 'hono-rate-limiter'
import { port, secret } from './settings.ts'
import { books, checkPassword, notes } from './store.ts'

type Env = { Variables: JwtVariables<{ sub: string }> }

const app = new OpenAPIHono<Env>()
app.use(logger())
app.use(requestId())
app.use(secureHeaders())
app.use(cors({ origin: 'https://app.example' }))
app.use(etag())
app.use(bodyLimit({ maxSize: 100 * 1024 }))
app.use(methodNotAllowed({ app }))

app.get('/health', (c) => c.text('OK'))

const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
const limit = z.coerce.number().int().min(1).max(100).default(20)
const invalid = { description: 'Not valid' }
const unauthorized = { description: 'Not signed in' }
const notFound = { description: 'Not found' }

app.use(
  '/sign-in',
  rateLimiter({
    windowMs: 60_000,
    limit: 20,
    standardHeaders: 'draft-6',
    keyGenerator: (c) => getConnInfo(c).remote.address ?? '',
  }),
)

const Credentials = z.strictObject({ user: z.string(), password: z.string() }).openapi('Credentials')
const Token = z.object({ token: z.string() }).openapi('Token')

app.openapi(
  createRoute({
    method: 'post',
    path: '/sign-in',
    request: { body: { required: true, content: { 'application/json': { schema: Credentials } } } },
    responses: { 200: json(Token, 'A token'), 401: unauthorized, 400: invalid },
  }),
  async (c) => {
    const { user, password } = c.req.valid('json')
    const found = await checkPassword(user, password)
    if (found === undefined) throw new HTTPException(401, { message: 'Unauthorized' })
    const exp = Math.floor(Date.now() / 1000) + 60 * 60
    return c.json({ token: await sign({ sub: found.id, exp }, secret, 'HS256') }, 200)
  },
)

const Book = z.object({ id: z.int(), title: z.string(), year: z.int() }).openapi('Book')
const BookPage = z.object({ items: z.array(Book), next: z.string().optional() }).openapi('BookPage')

app.openapi(
  createRoute({
    method: 'get',
    path: '/books',
    request: { query: z.strictObject({ limit, after: z.coerce.number().int().min(1).optional() }) },
    responses: { 200: json(BookPage, 'A page of books'), 400: invalid },
  }),
  (c) => c.json(books.list(c.req.valid('query')), 200),
)

app.openapi(
  createRoute({
    method: 'get',
    path: '/books/{id}',
    request: { params: z.object({ id: z.coerce.number().int().min(1) }) },
    responses: { 200: json(Book, 'The book'), 404: notFound, 400: invalid },
  }),
  (c) => {
    const book = books.find(c.req.valid('param').id)
    return book === undefined ? c.notFound() : c.json(book, 200)
  },
)

const NewNote = z
  .strictObject({ title: z.string().min(1).max(200), text: z.string().max(2000).default('') })
  .openapi('NewNote')
const Note = z
  .object({
    id: z.uuid(),
    title: z.string(),
    text: z.string(),
    version: z.int(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Note')
const NotePage = z.object({ items: z.array(Note), next: z.string().optional() }).openapi('NotePage')
const params = z.object({ id: z.uuid() })
const body = { required: true, content: { 'application/json': { schema: NewNote } } } as const
const security = [{ Bearer: [] }]

app.openAPIRegistry.registerComponent('securitySchemes', 'Bearer', { type: 'http', scheme: 'bearer' })
app.use('/notes/*', jwt({ secret, alg: 'HS256' }))

app.openapi(
  createRoute({
    method: 'get',
    path: '/notes',
    security,
    request: { query: z.strictObject({ limit, after: z.uuid().optional() }) },
    responses: { 200: json(NotePage, 'A page of notes'), 401: unauthorized, 400: invalid },
  }),
  (c) => c.json(notes.list(c.var.jwtPayload.sub, c.req.valid('query')), 200),
)

app.openapi(
  createRoute({
    method: 'post',
    path: '/notes',
    security,
    request: { body },
    responses: { 201: json(Note, 'The new note'), 401: unauthorized, 400: invalid },
  }),
  (c) => {
    const note = notes.create(c.var.jwtPayload.sub, c.req.valid('json'))
    return c.json(note, 201, { Location: `/notes/${note.id}` })
  },
)

app.openapi(
  createRoute({
    method: 'get',
    path: '/notes/{id}',
    security,
    request: { params },
    responses: { 200: json(Note, 'The note'), 401: unauthorized, 404: notFound, 400: invalid },
  }),
  (c) => {
    const note = notes.find(c.var.jwtPayload.sub, c.req.valid('param').id)
    return note === undefined ? c.notFound() : c.json(note, 200)
  },
)

app.openapi(
  createRoute({
    method: 'put',
    path: '/notes/{id}',
    security,
    request: { params, body },
    responses: { 200: json(Note, 'The note'), 401: unauthorized, 404: notFound, 400: invalid },
  }),
  (c) => {
    const note = notes.replace(c.var.jwtPayload.sub, c.req.valid('param').id, c.req.valid('json'))
    return note === undefined ? c.notFound() : c.json(note, 200)
  },
)

app.openapi(
  createRoute({
    method: 'delete',
    path: '/notes/{id}',
    security,
    request: { params },
    responses: { 204: { description: 'Deleted' }, 401: unauthorized, 404: notFound, 400: invalid },
  }),
  (c) => (notes.delete(c.var.jwtPayload.sub, c.req.valid('param').id) ? c.body(null, 204) : c.notFound()),
)

app.doc31('/doc', { openapi: '3.1.0', info: { title: 'Library', version: '1.0.0' } })
app.get('/ui', swaggerUI({ url: '/doc' }))

const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })

process.on('SIGINT', () => {
  server.close()
  process.exit(0)
})
process.on('SIGTERM', () => {
  server.close((error) => {
    if (error) {
      console.error(error)
      process.exit(1)
    }
    process.exit(0)
  })
})
