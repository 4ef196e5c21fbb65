import { media, module, problems, reply, t } from 'principia'
import { book } from '../curriculum/book.ts'
import { requireConcept, unknownConcept } from '../curriculum/index.ts'
import { signedIn, signInRequired } from '../identity/access.ts'
import { route } from '../services.ts'
import { noteToMarkdown } from './markdown.ts'
import { listNotes, noteChanged, readNote, saveNote, type Note } from './notes.ts'

const Section = t.String({ maxLength: 200_000 })
const Sections = t.Object(
  { keyConcepts: Section, notes: Section, codeExamples: Section, takeaways: Section },
  { title: 'NoteSections' },
)
const Time = t.String({ format: 'date-time' })
const NoteView = t.Object(
  { concept: t.String(), sections: Sections, version: t.Integer(), updatedAt: t.Union([Time, t.Null()]) },
  { title: 'Note' },
)
const Summary = t.Object(
  { concept: t.String(), updatedAt: Time, excerpt: t.String() },
  { title: 'NoteSummary' },
)

const list = route(
  'GET /notes',
  {
    access: signedIn,
    summary: "All of one's notes, the latest first",
    responses: { 200: t.Object({ items: t.Array(Summary) }), 401: signInRequired },
  },
  async ({ db, user }) => ({ items: await listNotes(db, user.id) }),
)

const read = route(
  'GET /notes/:concept',
  {
    access: signedIn,
    summary: "One's note on a concept",
    responses: { 200: NoteView, 401: signInRequired, 404: unknownConcept },
  },
  async ({ db, user, params }) => {
    requireConcept(params.concept)
    return withVersion(await readNote(db, user.id, params.concept))
  },
)

const save = route(
  'PUT /notes/:concept',
  {
    access: signedIn,
    summary: "Save one's note, over the version that was read",
    headers: t.Object({ 'if-match': t.Optional(t.String()) }),
    body: t.Object({ sections: Sections }),
    bodyLimit: 4_000_000,
    responses: {
      200: NoteView,
      401: signInRequired,
      404: unknownConcept,
      412: noteChanged,
      428: problems.preconditionRequired,
    },
  },
  async ({ db, user, params, headers, body }) => {
    requireConcept(params.concept)
    const version = versionOf(headers['if-match'])
    return withVersion(await saveNote(db, user.id, params.concept, body.sections, version))
  },
)

const download = route(
  'GET /notes/:concept/export',
  {
    access: signedIn,
    summary: "One's note as a Markdown file",
    responses: { 200: media('text/markdown; charset=utf-8'), 401: signInRequired, 404: unknownConcept },
  },
  async ({ db, user, params }) => {
    requireConcept(params.concept)
    const markdown = noteToMarkdown(book.titleOf(params.concept), await readNote(db, user.id, params.concept))
    return reply(200, markdown, { 'content-disposition': `attachment; filename="${params.concept}.md"` })
  },
)

export const notes = module({ name: 'notes', path: '/api', routes: [list, read, save, download] })

function withVersion(note: Note) {
  return reply(200, note, { etag: `"${note.version}"`, 'cache-control': 'private, no-cache' })
}

/** @throws Problem precondition-required without a version, note-changed for one that was never given out */
function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw problems.preconditionRequired('Send If-Match with the ETag of the note that you have read.')
  }
  const version = /^"(\d{1,9})"$/.exec(ifMatch)?.[1]
  if (version === undefined) throw noteChanged('That is not the ETag of any version of this note.')
  return Number(version)
}
