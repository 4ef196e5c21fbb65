import { defineProblem } from 'principia'
import { sql, type Database, type Selectable } from 'principia/database'
import type { Tables } from '../tables/tables.ts'

/** The four sections of a note, each Markdown. */
export interface Sections {
  readonly keyConcepts: string
  readonly notes: string
  readonly codeExamples: string
  readonly takeaways: string
}

/** A learner's note on a concept. `version` counts its savings; 0 is a note that was never written. */
export interface Note {
  readonly concept: string
  readonly sections: Sections
  readonly version: number
  readonly updatedAt: string | null
}

export const noteChanged = defineProblem('note-changed', 412, 'The note has changed since you read it')

const EMPTY: Sections = { keyConcepts: '', notes: '', codeExamples: '', takeaways: '' }

export async function readNote(db: Database<Tables>, userId: string, concept: string): Promise<Note> {
  const row = await db
    .selectFrom('notes')
    .selectAll()
    .where('user_id', '=', userId)
    .where('concept', '=', concept)
    .executeTakeFirst()
  return row === undefined ? { concept, sections: EMPTY, version: 0, updatedAt: null } : toNote(row)
}

/**
 * Saves a note over the version that its writer had read. One statement decides, so that of two
 * writers with the same version exactly one is let through.
 *
 * @throws Problem note-changed
 */
export async function saveNote(
  db: Database<Tables>,
  userId: string,
  concept: string,
  sections: Sections,
  version: number,
): Promise<Note> {
  const columns = {
    key_concepts: sections.keyConcepts,
    notes: sections.notes,
    code_examples: sections.codeExamples,
    takeaways: sections.takeaways,
    updated_at: sql<Date>`now()`,
  }
  const row =
    version === 0
      ? await db
          .insertInto('notes')
          .values({ user_id: userId, concept, version: 1, ...columns })
          .onConflict((conflict) => conflict.doNothing())
          .returningAll()
          .executeTakeFirst()
      : await db
          .updateTable('notes')
          .set({ ...columns, version: version + 1 })
          .where('user_id', '=', userId)
          .where('concept', '=', concept)
          .where('version', '=', version)
          .returningAll()
          .executeTakeFirst()
  if (row === undefined)
    throw noteChanged('Somebody else, or another window, has saved this note. Read it again first.')
  return toNote(row)
}

export interface NoteSummary {
  readonly concept: string
  readonly updatedAt: string
  readonly excerpt: string
}

/** All notes of a learner, the latest first. */
export async function listNotes(db: Database<Tables>, userId: string): Promise<NoteSummary[]> {
  const rows = await db
    .selectFrom('notes')
    .select([
      'concept',
      'updated_at',
      sql<string>`left(concat_ws(' ', key_concepts, notes, takeaways), 200)`.as('excerpt'),
    ])
    .where('user_id', '=', userId)
    .orderBy('updated_at', 'desc')
    .execute()
  return rows.map(({ concept, updated_at, excerpt }) => ({
    concept,
    updatedAt: updated_at.toISOString(),
    excerpt,
  }))
}

function toNote(row: Selectable<Tables['notes']>): Note {
  return {
    concept: row.concept,
    sections: {
      keyConcepts: row.key_concepts,
      notes: row.notes,
      codeExamples: row.code_examples,
      takeaways: row.takeaways,
    },
    version: row.version,
    updatedAt: row.updated_at.toISOString(),
  }
}
