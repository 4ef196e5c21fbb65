import { contentDisposition, media, module, problems, reply } from 'principia'
import { resource } from 'principia/crud'
import { book } from '../curriculum/book.ts'
import { unknownConcept } from '../curriculum/index.ts'
import { signedIn, signInRequired } from '../identity/access.ts'
import type { User } from '../identity/accounts.ts'
import { route } from '../services.ts'
import { noteToMarkdown } from './markdown.ts'
import { Note, noteChanged, noteRules } from './notes.ts'

/** Everybody's own notes. Each is named by its concept, and saved over the version that was read. */
const own = resource('/notes', {
  access: signedIn,
  item: Note,
  id: 'concept',
  immutable: ['concept'],
  readOnly: ['excerpt', 'version', 'updatedAt'],
  table: {
    table: 'notes',
    version: 'version',
    updatedAt: 'updated_at',
    deletedAt: 'deleted_at',
    scope: (user: User) => ({ user_id: user.id }),
  },
  service: noteRules,
  listed: ['concept', 'excerpt', 'version', 'updatedAt'],
  order: '-updatedAt',
  precondition: 'required',
  changed: noteChanged,
  refusals: [signInRequired, unknownConcept],
  idempotent: true,
  bodyLimit: 4_000_000,
  only: ['list', 'read', 'create', 'replace', 'patch', 'delete'],
  summaries: {
    list: "One's notes, the latest first",
    read: "One's note on a concept",
    create: "Begin one's note on a concept",
    replace: "Save one's note, over the version that was read",
    patch: "Change a part of one's note, of the version that was read",
    delete: "Delete one's note",
  },
})

const download = route(
  'GET /notes/:concept/export',
  {
    access: signedIn,
    summary: "One's note as a Markdown file",
    responses: {
      200: media('text/markdown; charset=utf-8'),
      401: signInRequired,
      404: [unknownConcept, problems.notFound],
    },
  },
  async ({ db, user, params: { concept } }) => {
    const note = await own.service.read(concept, { db, user })
    if (note === undefined) throw problems.notFound()
    return reply(200, noteToMarkdown(book.titleOf(concept), note.item.sections), {
      'content-disposition': contentDisposition('attachment', `${concept}.md`),
    })
  },
)

export const notes = module({ name: 'notes', path: '/api', routes: [own, download] })
