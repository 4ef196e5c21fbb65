import { media, module, problems, reply, t } from 'principia'
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
    const version = versionOf(headers['if-match'], user)
    return withVersion(await saveNote(db, user.id, params.concept, body.sections, version), user)
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

function withVersion(note: Note, user: User) {
  return reply(200, note, { etag: tagOf(note.version, user), 'cache-control': 'private, no-cache' })
}

/**
 * The entity tag of a version. It names whose note it is as well: at this address everybody has another one, and two
 * that differ must not have one tag (RFC 9110 section 8.8.3), or a browser shows one user's to the next.
 */
function tagOf(version: number, user: User): string {
  return `"${version}-${user.id}"`
}

/**
 * The version that a tag stands for; `"3"` is taken for one's own third version.
 *
 * @throws Problem precondition-required without a tag, note-changed for one that was never given out
 */
function versionOf(ifMatch: string | undefined, user: User): number {
  if (ifMatch === undefined) {
    throw problems.preconditionRequired('Send If-Match with the ETag of the note that you have read.')
  }
  const [, version, owner = user.id] = /^"(\d{1,9})(?:-([\w-]+))?"$/.exec(ifMatch) ?? []
  if (version === undefined || owner !== user.id) {
    throw noteChanged('That is not the ETag of any version of this note.')
  }
  return Number(version)
}
