import { hash } from 'node:crypto'
import { sql, type Database } from 'principia/database'
import type { Book } from '../curriculum/book.ts'
import type { Tables } from '../tables/tables.ts'

/**
 * Brings the chapters into the search index when they are not the ones that are in it. Processes that
 * start together take turns, by the row lock.
 */
export async function indexChapters(db: Database<Tables>, { chapters }: Book): Promise<void> {
  const digest = hash('sha256', JSON.stringify([...chapters]))
  const current = await db.selectFrom('chapter_index').select('digest').where('id', '=', 1).executeTakeFirst()
  if (current?.digest === digest) return
  const rows = [...chapters.values()].flatMap(({ id, title, sections }) =>
    sections.map(({ heading, anchor, text }, position) => ({
      concept: id,
      position,
      title,
      heading,
      anchor,
      text,
    })),
  )
  await db.transaction(async (tx) => {
    await tx
      .insertInto('chapter_index')
      .values({ id: 1, digest })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ digest }))
      .execute()
    await sql`truncate chapter_sections`.execute(tx)
    if (rows.length > 0) await tx.insertInto('chapter_sections').values(rows).execute()
  })
}
