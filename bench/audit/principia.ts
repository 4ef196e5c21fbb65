// Principia: what its guide shows (docs/guide.md). It has no tokens of its own: "a rule's `check` calls a library for them".
import { jwtVerify, SignJWT } from 'jose'
import {
  app,
  bearerInvalid,
  bearerRequired,
  bearerToken,
  created,
  define,
  defineConfig,
  noContent,
  problems,
  reply,
  secret,
  t,
  versionTag,
} from 'principia'
import { books, checkPassword, notes, type Note as StoredNote } from './store.ts'

const config = defineConfig({
  JWT_SECRET: secret(t.String({ minLength: 32 })),
  STORE: t.Optional(t.String()),
})
const { route, defineAccess } = define({ config })

const signedIn = defineAccess('signed in', {
  scheme: 'bearer',
  async check({ header, config: { JWT_SECRET } }) {
    const token = bearerToken(header('authorization'))
    if (token === undefined) throw bearerRequired()
    const key = new TextEncoder().encode(JWT_SECRET.reveal())
    const verified = await jwtVerify(token, key, { algorithms: ['HS256'] }).catch(() => undefined)
    const id = verified?.payload.sub
    if (id === undefined) throw bearerInvalid()
    return { id }
  },
})

const limit = t.Integer({ minimum: 1, maximum: 100, default: 20 })
const Book = t.Object({ id: t.Integer(), title: t.String(), year: t.Integer() })
const NewNote = t.Object({
  title: t.String({ minLength: 1, maxLength: 200 }),
  text: t.String({ maxLength: 2000, default: '' }),
})
const Note = t.Object({
  id: t.String({ format: 'uuid' }),
  title: t.String(),
  text: t.String(),
  version: t.Integer(),
  updatedAt: t.String({ format: 'date-time' }),
})
const next = t.Optional(t.String())
const NoteId = t.Object({ id: t.String({ format: 'uuid' }) })

const signIn = route(
  'POST /sign-in',
  {
    access: 'public',
    limit: '20/min',
    body: t.Object({ user: t.String(), password: t.String() }),
    responses: { 200: t.Object({ token: t.String() }), 401: problems.unauthorized },
  },
  async ({ body, config: { JWT_SECRET } }) => {
    const user = await checkPassword(body.user, body.password)
    if (user === undefined) throw problems.unauthorized('Name or password is wrong.')
    const token = new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(user.id)
      .setExpirationTime('1h')
    return { token: await token.sign(new TextEncoder().encode(JWT_SECRET.reveal())) }
  },
)

const listBooks = route(
  'GET /books',
  {
    access: 'public',
    query: t.Object({ limit, after: t.Optional(t.Integer({ minimum: 1 })) }),
    responses: { 200: t.Object({ items: t.Array(Book), next }) },
  },
  ({ query }) => books.list(query),
)

const readBook = route(
  'GET /books/:id',
  {
    access: 'public',
    params: t.Object({ id: t.Integer({ minimum: 1 }) }),
    responses: { 200: Book, 404: problems.notFound },
  },
  ({ params }) => {
    const book = books.find(params.id)
    if (book === undefined) throw problems.notFound()
    return book
  },
)

const listNotes = route(
  'GET /notes',
  {
    access: signedIn,
    query: t.Object({ limit, after: t.Optional(t.String({ format: 'uuid' })) }),
    responses: { 200: t.Object({ items: t.Array(Note), next }) },
  },
  ({ user, query }) => notes.list(user.id, query),
)

const createNote = route(
  'POST /notes',
  { access: signedIn, body: NewNote, responses: { 201: Note } },
  ({ user, body }) => {
    const note = notes.create(user.id, body)
    return created(`/notes/${note.id}`, note)
  },
)

const tagOf = ({ version }: StoredNote) => ({ etag: versionTag(version) })

const readNote = route(
  'GET /notes/:id',
  { access: signedIn, params: NoteId, responses: { 200: Note, 404: problems.notFound } },
  ({ user, params }) => {
    const note = notes.find(user.id, params.id)
    if (note === undefined) throw problems.notFound()
    return reply(200, note, tagOf(note))
  },
)

const replaceNote = route(
  'PUT /notes/:id',
  {
    access: signedIn,
    params: NoteId,
    body: NewNote,
    responses: { 200: Note, 404: problems.notFound, 412: problems.preconditionFailed },
  },
  ({ user, params, body, precondition }) => {
    const note = notes.find(user.id, params.id)
    if (note === undefined) throw problems.notFound()
    precondition(tagOf(note))
    const replaced = notes.replace(user.id, params.id, body)
    if (replaced === undefined) throw problems.notFound()
    return replaced
  },
)

const deleteNote = route(
  'DELETE /notes/:id',
  {
    access: signedIn,
    params: NoteId,
    responses: { 204: null, 404: problems.notFound, 412: problems.preconditionFailed },
  },
  ({ user, params, precondition }) => {
    const note = notes.find(user.id, params.id)
    if (note === undefined) throw problems.notFound()
    precondition(tagOf(note))
    notes.delete(user.id, params.id)
    return noContent()
  },
)

export default app({
  name: 'library',
  config,
  cors: { origins: ['https://app.example'] },
  routes: [signIn, listBooks, readBook, listNotes, createNote, readNote, replaceNote, deleteNote],
})
