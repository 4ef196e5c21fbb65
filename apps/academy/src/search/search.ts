import { sql, type Database } from 'principia/database'
import { book } from '../curriculum/book.ts'
import type { Tables } from '../tables/tables.ts'

export interface SearchResult {
  readonly kind: 'chapter' | 'note'
  readonly concept: string
  readonly title: string
  readonly heading: string | null
  readonly anchor: string | null
  readonly snippet: readonly { readonly text: string; readonly hit: boolean }[]
}

const PER_KIND = 20

/** Characters of a note in which the snippet is looked for: its cost grows with the text, and notes may be long. */
const HEADLINE_LENGTH = 20_000

/** From Unicode's private use area, around each hit; a note that holds one gets an odd snippet, and no more. */
const START = '\ue000'
const STOP = '\ue001'
const HEADLINE = `StartSel=${START}, StopSel=${STOP}, MaxWords=30, MinWords=12, MaxFragments=2, FragmentDelimiter=" … "`

/** Searches the chapters, and the notes of one learner, for all words of a query; the last may be half typed. */
export async function search(
  db: Database<Tables>,
  query: string,
  userId: string | undefined,
): Promise<SearchResult[]> {
  const words = toTsQuery(query)
  if (words === '') return []
  const [chapters, notes] = await Promise.all([
    searchChapters(db, words),
    userId === undefined ? [] : searchNotes(db, words, userId),
  ])
  return [...notes, ...chapters]
}

async function searchChapters(db: Database<Tables>, words: string): Promise<SearchResult[]> {
  const { rows } = await sql<{
    concept: string
    title: string
    heading: string
    anchor: string
    snippet: string
  }>`
    select concept, title, heading, anchor, ts_headline('english', text, query, ${HEADLINE}) as snippet
    from chapter_sections, to_tsquery('english', ${words}) as query
    where document @@ query
    order by ts_rank_cd(document, query) desc, concept, position
    limit ${PER_KIND}`.execute(db)
  return rows.map(({ snippet, ...row }) => ({ kind: 'chapter', ...row, snippet: toParts(snippet) }))
}

async function searchNotes(db: Database<Tables>, words: string, userId: string): Promise<SearchResult[]> {
  const { rows } = await sql<{ concept: string; snippet: string }>`
    select concept,
      ts_headline('english',
        left(concat_ws(' ', sections->>'keyConcepts', sections->>'notes', sections->>'codeExamples',
          sections->>'takeaways'), ${HEADLINE_LENGTH}),
        query, ${HEADLINE}) as snippet
    from notes, to_tsquery('english', ${words}) as query
    where user_id = ${userId} and deleted_at is null and document @@ query
    order by ts_rank_cd(document, query) desc, concept
    limit ${PER_KIND}`.execute(db)
  return rows.map(({ concept, snippet }) => ({
    kind: 'note',
    concept,
    title: book.titleOf(concept),
    heading: null,
    anchor: null,
    snippet: toParts(snippet),
  }))
}

/** `back press` becomes `'back' & 'press':*`. Only letters and digits pass, so nothing has to be escaped. */
function toTsQuery(query: string): string {
  const words = query.match(/[\p{L}\p{N}]+/gu)?.slice(0, 12) ?? []
  return words.map((word, index) => (index === words.length - 1 ? `'${word}':*` : `'${word}'`)).join(' & ')
}

function toParts(snippet: string): SearchResult['snippet'] {
  return snippet
    .split(new RegExp(`(${START}[^${STOP}]*${STOP})`))
    .filter((text) => text !== '')
    .map((text) => (text.startsWith(START) ? { text: text.slice(1, -1), hit: true } : { text, hit: false }))
}
