import { module, t } from 'principia'
import type { Database } from 'principia/database'
import { book } from '../curriculum/book.ts'
import { anyone } from '../identity/access.ts'
import { route } from '../services.ts'
import type { Tables } from '../tables/tables.ts'
import { indexChapters } from './chapters.ts'
import { search as searchAll } from './search.ts'

const Result = t.Object(
  {
    kind: t.Union([t.Literal('chapter'), t.Literal('note')]),
    concept: t.String(),
    title: t.String(),
    heading: t.Union([t.String(), t.Null()]),
    anchor: t.Union([t.String(), t.Null()]),
    snippet: t.Array(t.Object({ text: t.String(), hit: t.Boolean() })),
  },
  { title: 'SearchResult' },
)

const find = route(
  'GET /search',
  {
    access: anyone,
    summary: "Search the chapters and one's own notes",
    query: t.Object({ q: t.String({ maxLength: 200 }) }),
    limit: '60/min per user',
    responses: { 200: t.Object({ results: t.Array(Result) }) },
  },
  async ({ db, user, query }) => {
    await indexed(db)
    return { results: await searchAll(db, query.q, user?.id) }
  },
)

export const search = module({ name: 'search', path: '/api', routes: [find] })

const indexes = new WeakMap<Database<Tables>, Promise<void>>()

/** Indexes once per database that this process serves; tried again if it fails. */
function indexed(db: Database<Tables>): Promise<void> {
  const known = indexes.get(db) ?? indexChapters(db, book)
  indexes.set(db, known)
  known.catch(() => indexes.delete(db))
  return known
}
