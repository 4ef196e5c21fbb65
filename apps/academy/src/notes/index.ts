import { contentDisposition, media, module, problems, reply, t, versionTag } from 'principia'
import { book } from '../curriculum/book.ts'
import { requireConcept, unknownConcept } from '../curriculum/index.ts'
import { signedIn, signInRequired } from '../identity/access.ts'
import type { User } from '../identity/accounts.ts'
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
    return withVersion(await readNote(db, user.id, params.concept), user)
  },
)

const save = route(
  'PUT /notes/:concept',
  {
    access: signedIn,
    summary: "Save one's note, over the version that was read",
    precondition: 'required',
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
  async ({ db, user, params, body, precondition }) => {
    requireConcept(params.concept)
    const { version, updatedAt } = await readNote(db, user.id, params.concept)
    precondition(
      {
        // The front end knows only the version's number, and means one's own.
        etag: [versionTag(version, user.id), versionTag(version)],
        lastModified: updatedAt === null ? undefined : new Date(updatedAt),
      },
      noteChanged,
    )
    // Without its tag: what is stored is not byte for byte what was sent (RFC 9110 section 9.3.4).
    return saveNote(db, user.id, params.concept, body.sections, version)
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
    return reply(200, markdown, {
      'content-disposition': contentDisposition('attachment', `${params.concept}.md`),
    })
  },
)

export const notes = module({ name: 'notes', path: '/api', routes: [list, read, save, download] })

/** The tag names whose note it is as well: at this address everybody has another one. */
function withVersion(note: Note, user: User) {
  return reply(200, note, { etag: versionTag(note.version, user.id), 'cache-control': 'private, no-cache' })
}
