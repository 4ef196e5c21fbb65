import { randomUUID } from 'node:crypto'
import { json } from './reply.ts'
import { tagOf } from './represent.ts'

/** What a client says of a note. What it leaves out stays out. */
export interface NoteInput {
  readonly title: string
  readonly text?: string | null
  readonly due?: string
  readonly tags?: readonly string[]
  readonly rank?: number
}

export interface Note {
  readonly id: string
  /** Counts notes in the order in which they were made. */
  readonly place: number
  /** Counts its versions. */
  readonly version: number
  readonly input: NoteInput
  readonly owner: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Everybody's notes. What belongs to others is as if it were not there. */
export interface Notes {
  readonly make: (owner: string, input: NoteInput) => Note
  readonly find: (owner: string, id: string) => Note | undefined
  /** The same note where nothing changes. */
  readonly replace: (note: Note, input: NoteInput) => Note
  readonly remove: (note: Note) => void
  /** In the order in which they were made. */
  readonly after: (owner: string, place: number, most: number) => Note[]
}

export function createNotes(): Notes {
  const notes = new Map<string, Note>()
  let made = 0
  return {
    make(owner, input) {
      const now = new Date()
      const note = {
        id: randomUUID(),
        place: ++made,
        version: 1,
        input,
        owner,
        createdAt: now,
        updatedAt: now,
      }
      notes.set(note.id, note)
      return note
    },
    find(owner, id) {
      const note = notes.get(id)
      return note?.owner === owner ? note : undefined
    },
    replace(note, input) {
      if (JSON.stringify(shown({ ...note, input })) === JSON.stringify(shown(note))) return note
      const changed = { ...note, input, version: note.version + 1, updatedAt: new Date() }
      notes.set(note.id, changed)
      return changed
    },
    remove: ({ id }) => void notes.delete(id),
    after(owner, place, most) {
      const own = notes.values().filter((note) => note.owner === owner && note.place > place)
      return [...own.take(most)]
    },
  }
}

/** A note as clients see it, its members in one order. */
export function shown({ id, input, owner, createdAt, updatedAt }: Note): Readonly<Record<string, unknown>> {
  const { title, text, due, tags, rank } = input
  return { id, title, text, due, tags, rank, owner, createdAt, updatedAt }
}

/** Different for each version, also where a change is taken back. */
export function noteTag(note: Note): string {
  return tagOf(String(note.version), json(shown(note)))
}
