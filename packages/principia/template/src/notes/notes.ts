import { created, module, problems, t } from 'principia'
import { route } from '../services.ts'

const Note = t.Object({ id: t.Integer(), text: t.String(), createdAt: t.String({ format: 'date-time' }) })
const NewNote = t.Object({ text: t.String({ minLength: 1, maxLength: 10_000 }) })
const Id = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) })

const list = route(
  'GET /',
  { access: 'public', summary: 'The newest notes', responses: { 200: t.Object({ notes: t.Array(Note) }) } },
  async ({ db, config }) => {
    const rows = await db
      .selectFrom('notes')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(config.PAGE_SIZE)
      .execute()
    return { notes: rows.map(toNote) }
  },
)

const read = route(
  'GET /:id',
  { access: 'public', summary: 'One note', params: Id, responses: { 200: Note, 404: problems.notFound } },
  async ({ params, db }) => {
    const row = await db.selectFrom('notes').selectAll().where('id', '=', params.id).executeTakeFirst()
    if (row === undefined) throw problems.notFound(`There is no note ${params.id}.`)
    return toNote(row)
  },
)

const write = route(
  'POST /',
  { access: 'public', summary: 'Write a note', body: NewNote, responses: { 201: Note }, limit: '60/min' },
  async ({ body, db }) => {
    const row = await db.insertInto('notes').values(body).returningAll().executeTakeFirstOrThrow()
    return created(`/notes/${row.id}`, toNote(row))
  },
)

export const notes = module({ name: 'notes', path: '/notes', routes: [list, read, write] })

function toNote({ id, text, created_at }: { id: number; text: string; created_at: Date }) {
  return { id, text, createdAt: created_at.toISOString() }
}
