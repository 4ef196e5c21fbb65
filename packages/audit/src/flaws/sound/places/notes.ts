import type { Asked } from '../asked.ts'
import { notModified } from '../conditions.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Endpoint, Place } from '../endpoint.ts'
import { mergePatch } from '../merge-patch.ts'
import { noteTag, shown, type Note, type NoteInput } from '../notes.ts'
import { Problem, refuseMistakes } from '../problem.ts'
import { json, type Reply } from '../reply.ts'
import { represent, tagOf, type Representation } from '../represent.ts'
import { reference } from '../schemas.ts'
import type { State } from '../state.ts'
import { mistakesOf } from '../validate.ts'
import { cursorParameter, limitParameter } from './page-parameters.ts'

const JSON_TYPE = ['application/json']
const EXAMPLE = {
  title: 'Buy milk',
  text: 'Two litres',
  due: '2031-05-01T12:00:00+02:00',
  tags: ['home'],
  rank: 5,
}

const listNotes: Endpoint = {
  id: 'listNotes',
  summary: 'Your notes, in the order in which they were made',
  access: 'token',
  query: { limit: limitParameter, cursor: cursorParameter },
  gives: {
    status: 200,
    description: 'A page of notes.',
    types: JSON_TYPE,
    schema: 'Notes',
    headers: { Link: 'The first page and the next one (RFC 8288).' },
  },
  fails: { 400: 'The cursor is none that was given out.' },
  run: (asked, state) => represent(asked, pageOf(asked, state)),
}

const createNote: Endpoint = {
  id: 'createNote',
  summary: 'Makes a note',
  access: 'token',
  query: {},
  fields: {
    'Idempotency-Key': {
      schema: { type: 'string', pattern: String.raw`^("[ !#-\[\]-~]{1,255}"|[\w\-.:/+=]{1,255})$` },
      description: 'Makes it safe to send again: the same key makes one note.',
      example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    },
  },
  takes: { types: JSON_TYPE, schema: 'NoteInput', example: EXAMPLE },
  gives: {
    status: 201,
    description: 'The note was made.',
    types: JSON_TYPE,
    schema: 'Note',
    headers: { Location: 'Where the note is.', ETag: 'Of the note.' },
  },
  run(asked, state) {
    const { name } = asked.person()
    const key = asked.request.headers['idempotency-key']
    return state.replays.once(`${name} POST /notes`, key?.toString(), asked.content, () => {
      // What a POST selects is the collection, as a GET of the same address would (RFC 9110 section 13.1).
      notModified(asked.request.headers, false, { tag: tagOf(pageOf(asked, state).body) })
      const note = state.notes.make(name, asked.input() as NoteInput)
      return {
        status: 201,
        headers: { ...saying(note), Location: addressOf(note), ETag: noteTag(note) },
        body: json(shown(note)),
      }
    })
  },
}

const readNote: Endpoint = {
  id: 'readNote',
  summary: 'A note',
  access: 'token',
  query: {},
  gives: {
    status: 200,
    description: 'The note.',
    types: JSON_TYPE,
    schema: 'Note',
    headers: { ETag: 'Of the note.' },
  },
  run(asked, state) {
    const note = findNote(asked, state)
    return represent(asked, {
      type: 'application/json',
      body: json(shown(note)),
      cache: 'no-store',
      tag: noteTag(note),
    })
  },
}

const replaceNote: Endpoint = {
  id: 'replaceNote',
  summary: 'Replaces a note: what is left out is gone',
  access: 'token',
  query: {},
  takes: { types: JSON_TYPE, schema: 'NoteInput', example: EXAMPLE },
  gives: { status: 200, description: 'The note as it is now.', types: JSON_TYPE, schema: 'Note' },
  run(asked, state) {
    const note = current(asked, state)
    const changed = state.notes.replace(note, asked.input() as NoteInput)
    // No entity tag: it would say that the note is just what was sent (RFC 9110 section 9.3.4).
    return { status: 200, headers: saying(changed), body: json(shown(changed)) }
  },
}

const PATCH_TYPES = ['application/merge-patch+json']

const patchNote: Endpoint = {
  id: 'patchNote',
  summary: 'Changes members of a note',
  access: 'token',
  query: {},
  takes: { types: PATCH_TYPES, schema: 'NotePatch', example: { title: 'Buy oat milk', rank: null } },
  gives: {
    status: 200,
    description: 'The note as it is now.',
    types: JSON_TYPE,
    schema: 'Note',
    headers: { ETag: 'Of the note.' },
  },
  run(asked, state) {
    const note = current(asked, state)
    const merged = mergePatch(note.input, asked.input())
    refuseMistakes(mistakesOf(reference('NoteInput'), merged, 'body'))
    const changed = state.notes.replace(note, merged as NoteInput)
    return {
      status: 200,
      headers: { ...saying(changed), ETag: noteTag(changed) },
      body: json(shown(changed)),
    }
  },
}

const deleteNote: Endpoint = {
  id: 'deleteNote',
  summary: 'Deletes a note',
  access: 'token',
  query: {},
  gives: { status: 204, description: 'The note is gone.', types: [] },
  run(asked, state) {
    state.notes.remove(current(asked, state))
    return { status: 204, headers: { 'Cache-Control': 'no-store' } }
  },
}

export const notePlaces: readonly Place[] = [
  { pattern: '/notes', methods: { GET: listNotes, POST: createNote }, notCrossOrigin: ['DELETE'] },
  {
    pattern: '/notes/{id}',
    parameters: { id: { schema: { type: 'string' }, description: 'Of the note.' } },
    methods: { GET: readNote, PUT: replaceNote, PATCH: patchNote, DELETE: deleteNote },
    notCrossOrigin: ['DELETE'],
  },
]

function pageOf(asked: Asked, { notes, secret }: State): Representation {
  const { name } = asked.person()
  const { limit = 20, cursor } = asked.query
  const list = `notes of ${name}`
  const [after = 0] = cursor === undefined ? [] : readCursor(secret, list, String(cursor))
  // One more than is shown tells whether there is a next page.
  const found = notes.after(name, Number(after), Number(limit) + 1)
  const items = found.slice(0, Number(limit))
  const last = items.at(-1)
  const next =
    found.length > items.length && last !== undefined
      ? `/notes?limit=${limit}&cursor=${writeCursor(secret, list, [last.place])}`
      : undefined
  return {
    type: 'application/json',
    body: json({ items: items.map(shown), next }),
    cache: 'no-store',
    headers: {
      Link: [`</notes?limit=${limit}>; rel="first"`, ...(next ? [`<${next}>; rel="next"`] : [])].join(', '),
    },
  }
}

/** @throws Problem 404, also for what belongs to somebody else: that it is there is theirs to know */
function findNote(asked: Asked, { notes }: State): Note {
  const note = notes.find(asked.person().name, String(asked.path['id']))
  if (note === undefined) throw new Problem(404, 'You have no such note.')
  return note
}

/** The note that is to be changed, if it is still the one that the caller knows. @throws Problem 404, 412 */
function current(asked: Asked, state: State): Note {
  const note = findNote(asked, state)
  notModified(asked.request.headers, false, { tag: noteTag(note) })
  return note
}

/** The content is what a GET of the note itself gives (RFC 9110 section 8.7). */
function saying(note: Note): Reply['headers'] {
  return {
    'Content-Type': 'application/json',
    'Content-Location': addressOf(note),
    'Cache-Control': 'no-store',
  }
}

function addressOf({ id }: Note): string {
  return `/notes/${id}`
}
