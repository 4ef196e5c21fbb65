// Express 5: helmet, `x-powered-by` off, handlers of its own for 404 and errors (Production Best Practices: Security), pino
// (Performance and Reliability), `server.close` on SIGTERM (Health Checks and Graceful Shutdown), the middleware that its
// pages link to. Its documentation leads to no validation and to no description of an API; zod is what most take.
import cors from 'cors'
import express, { type NextFunction, type Request, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import jwt from 'jsonwebtoken'
import { pinoHttp } from 'pino-http'
import { z } from 'zod'
import { port, secret } from './settings.ts'
import { books, checkPassword, notes } from './store.ts'

const app = express()
app.disable('x-powered-by')
app.use(pinoHttp())
app.use(helmet())
app.use(cors({ origin: 'https://app.example' }))
app.use(express.json())

function requireUser(request: Request, response: Response, next: NextFunction) {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) {
    response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'Unauthorized' })
    return
  }
  try {
    response.locals.user = jwt.verify(token, secret, { algorithms: ['HS256'] }).sub
  } catch {
    response
      .status(401)
      .set('WWW-Authenticate', 'Bearer error="invalid_token"')
      .json({ error: 'Unauthorized' })
    return
  }
  next()
}

/** What is not valid reaches the handler of errors. */
class Invalid extends Error {
  readonly status = 400
  readonly issues: readonly z.core.$ZodIssue[]
  constructor({ issues }: z.ZodError) {
    super('Invalid request')
    this.issues = issues
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (!result.success) throw new Invalid(result.error)
  return result.data
}

const limit = z.coerce.number().int().min(1).max(100).default(20)
const Credentials = z.strictObject({ user: z.string(), password: z.string() })
const BookPage = z.strictObject({ limit, after: z.coerce.number().int().min(1).optional() })
const BookId = z.object({ id: z.coerce.number().int().min(1) })
const NotePage = z.strictObject({ limit, after: z.uuid().optional() })
const NoteId = z.object({ id: z.uuid() })
const NewNote = z.strictObject({ title: z.string().min(1).max(200), text: z.string().max(2000).default('') })

app.get('/health', (_request, response) => {
  response.json({ status: 'ok' })
})

const signInLimit = rateLimit({
  windowMs: 60_000,
  limit: 20,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
})
app.post('/sign-in', signInLimit, async (request, response) => {
  const { user, password } = parse(Credentials, request.body)
  const found = await checkPassword(user, password)
  if (found === undefined) {
    response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'Unauthorized' })
    return
  }
  response.json({ token: jwt.sign({}, secret, { subject: found.id, expiresIn: '1h' }) })
})

app.get('/books', (request, response) => {
  response.json(books.list(parse(BookPage, request.query)))
})

app.get('/books/:id', (request, response, next) => {
  const book = books.find(parse(BookId, request.params).id)
  if (book === undefined) next()
  else response.json(book)
})

const router = express.Router()
router.use(requireUser)

router.get('/', (request, response) => {
  response.json(notes.list(response.locals.user, parse(NotePage, request.query)))
})

router.post('/', (request, response) => {
  const note = notes.create(response.locals.user, parse(NewNote, request.body))
  response.status(201).location(`/notes/${note.id}`).json(note)
})

router.get('/:id', (request, response, next) => {
  const note = notes.find(response.locals.user, parse(NoteId, request.params).id)
  if (note === undefined) next()
  else response.json(note)
})

router.put('/:id', (request, response, next) => {
  const { id } = parse(NoteId, request.params)
  const note = notes.replace(response.locals.user, id, parse(NewNote, request.body))
  if (note === undefined) next()
  else response.json(note)
})

router.delete('/:id', (request, response, next) => {
  if (notes.delete(response.locals.user, parse(NoteId, request.params).id)) response.status(204).end()
  else next()
})

app.use('/notes', router)

app.use((_request, response) => {
  response.status(404).json({ error: 'Not Found' })
})

app.use(
  (
    error: { status?: number; message: string; issues?: unknown },
    request: Request,
    response: Response,
    _next: NextFunction,
  ) => {
    const { status = 500 } = error
    if (status >= 500) request.log.error(error)
    response
      .status(status)
      .json(
        status >= 500 ? { error: 'Internal Server Error' } : { error: error.message, issues: error.issues },
      )
  },
)

const server = app.listen(port, '127.0.0.1')

process.on('SIGTERM', () => {
  server.close()
})
