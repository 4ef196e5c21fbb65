import { defineProblem, Problem, t } from 'principia'
import { conflict, type ServiceOf, type Stored } from 'principia/crud'
import { requireConcept } from '../curriculum/index.ts'
import type { User } from '../identity/accounts.ts'
import type { NoteSections } from '../tables/tables.ts'

const Section = t.String({ maxLength: 200_000 })

/** A learner's note on a concept. `version` counts its savings; 0 is a note that nobody has written yet. */
export const Note = t.Object(
  {
    concept: t.String(),
    sections: t.Object(
      { keyConcepts: Section, notes: Section, codeExamples: Section, takeaways: Section },
      { title: 'NoteSections' },
    ),
    /** Its beginning, on one line. */
    excerpt: t.String(),
    version: t.Integer(),
    updatedAt: t.Union([t.String({ format: 'date-time' }), t.Null()]),
  },
  { title: 'Note' },
)

export const noteChanged = defineProblem('note-changed', 412, 'The note has changed since you read it')

type Notes = ServiceOf<typeof Note, 'excerpt' | 'version' | 'updatedAt', 'concept', User>

/**
 * The rules of notes, around the table of them. There is a note on every concept of the curriculum and on nothing else: one
 * that is not in the table is empty, of version 0, and begins to be there when it is first saved.
 */
export function noteRules(table: Notes): Notes {
  return {
    ...table,
    read(concept, call) {
      requireConcept(String(concept))
      return table.read(concept, call).then((note) => note ?? unwritten(String(concept), call.user))
    },
    create(note, call) {
      requireConcept(note.concept)
      return table.create(note, call)
    },
    async change(concept, to, call) {
      requireConcept(String(concept))
      const changed = await table.change(concept, to, call)
      if (changed !== undefined) return changed
      const begun = to(unwritten(String(concept), call.user))
      try {
        return await table.create({ concept: String(concept), ...begun }, call)
      } catch (error) {
        if (!(error instanceof Problem && error.problem === conflict.problem)) throw error
        throw noteChanged('Somebody else, or another window, has saved this note. Read it again first.')
      }
    },
    remove(concept, check, call) {
      requireConcept(String(concept))
      return table.remove(concept, check, call)
    },
  }
}

const EMPTY: NoteSections = { keyConcepts: '', notes: '', codeExamples: '', takeaways: '' }

function unwritten(
  concept: string,
  { id }: User,
): Stored<{ concept: string; sections: NoteSections; excerpt: string; version: number; updatedAt: null }> {
  const item = { concept, sections: EMPTY, excerpt: '', version: 0, updatedAt: null }
  return { item, version: '0', owner: id }
}
