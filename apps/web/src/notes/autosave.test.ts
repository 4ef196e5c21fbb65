import { expect, test } from 'vitest'
import type { Note, NoteSections } from '../api.ts'
import { open, openUnread, step, type Autosave, type Event, type Step } from './autosave.ts'
import { EMPTY } from './sections.ts'

const text = (notes: string): NoteSections => ({ ...EMPTY, notes })
const note = (version: number, notes: string): Note => ({
  concept: 'routing',
  sections: text(notes),
  version,
  updatedAt: version === 0 ? null : '2026-01-01T00:00:00.000Z',
})
const opened = (version = 1, notes = 'held'): Autosave => open(note(version, notes), undefined, true)[0]
const run = (state: Autosave, ...events: Event[]): Step => {
  let last: Step = [state, []]
  for (const event of events) last = step(last[0], event)
  return last
}
const edit = (notes: string): Event => ({ type: 'edit', text: text(notes) })
const due: Event = { type: 'due' }

test('an edit is put in the draft at once and saved after a pause', () => {
  const [changed, effects] = run(opened(), edit('more'))
  expect(changed.phase).toBe('changed')
  expect(effects).toEqual([{ type: 'remember' }, { type: 'wait', ms: 800 }])
  const [saving, saves] = run(changed, due)
  expect(saving.phase).toBe('saving')
  expect(saves).toEqual([{ type: 'save', sections: text('more'), version: 1 }])
})

test('the draft goes once the server holds the text', () => {
  const [state, effects] = run(opened(), edit('more'), due, { type: 'saved', version: 2 })
  expect(state).toMatchObject({ phase: 'saved', base: { version: 2, sections: text('more') } })
  expect(effects).toEqual([{ type: 'forget' }])
})

test('what is typed while a save is on its way is saved next, from the new version', () => {
  const [state, effects] = run(opened(), edit('one'), due, edit('one two'), { type: 'saved', version: 2 })
  expect(state.phase).toBe('changed')
  expect(effects).toEqual([{ type: 'remember' }, { type: 'wait', ms: 800 }])
  expect(run(state, due)[1]).toEqual([{ type: 'save', sections: text('one two'), version: 2 }])
})

test('going back to what the server holds leaves nothing to save', () => {
  const [state, effects] = run(opened(), edit('more'), edit('held'))
  expect(state.phase).toBe('saved')
  expect(effects).toEqual([{ type: 'forget' }])
  expect(run(state, due)[1]).toEqual([])
})

test('without an answer the text is kept, tried again, and saved when the network is back', () => {
  const [state, effects] = run(opened(), edit('more'), due, { type: 'rejected', reason: 'offline' })
  expect(state.phase).toBe('offline')
  expect(effects).toEqual([{ type: 'remember' }, { type: 'wait', ms: 5000 }])
  expect(run(state, edit('more still'))[0].phase).toBe('offline')
  expect(run(state, { type: 'retry' })[1]).toEqual([{ type: 'save', sections: text('more'), version: 1 }])
})

test('signed out in the middle, the text waits for the sign-in', () => {
  const [state] = run(opened(), edit('more'), due, { type: 'rejected', reason: 'signed-out' })
  expect(state.phase).toBe('signed-out')
  const [typed, effects] = run(state, edit('more still'))
  expect(typed.phase).toBe('signed-out')
  expect(effects).toEqual([{ type: 'remember' }])
  expect(run(typed, due)[1]).toEqual([])
  expect(run(typed, { type: 'retry' })[1]).toEqual([
    { type: 'save', sections: text('more still'), version: 1 },
  ])
})

test('a refused save becomes a conflict, and nothing is written until someone chooses', () => {
  const [refused, effects] = run(opened(), edit('mine'), due, { type: 'refused' })
  expect(refused.phase).toBe('conflict')
  expect(effects).toEqual([{ type: 'remember' }, { type: 'fetch' }])
  const [conflict] = run(refused, { type: 'current', note: note(2, 'theirs') })
  expect(conflict.theirs?.version).toBe(2)
  for (const event of [due, { type: 'retry' }, edit('mine, more')] satisfies Event[]) {
    const [after, done] = run(conflict, event)
    expect(after.phase).toBe('conflict')
    expect(done.some(({ type }) => type === 'save')).toBe(false)
  }
})

const inConflict = (): Autosave =>
  run(opened(), edit('mine'), due, { type: 'refused' }, { type: 'current', note: note(2, 'theirs') })[0]

test('keeping mine saves over the version that was shown', () => {
  const [state, effects] = run(inConflict(), { type: 'resolve', text: text('mine') })
  expect(state.phase).toBe('saving')
  expect(effects).toEqual([{ type: 'remember' }, { type: 'save', sections: text('mine'), version: 2 }])
})

test('taking theirs needs no save', () => {
  const [state, effects] = run(inConflict(), { type: 'resolve', text: text('theirs') })
  expect(state).toMatchObject({ phase: 'saved', text: text('theirs'), base: { version: 2 } })
  expect(effects).toEqual([{ type: 'forget' }])
})

test('a third save during the conflict refuses the choice again', () => {
  const [state] = run(inConflict(), { type: 'resolve', text: text('both') }, { type: 'refused' })
  expect(state).toMatchObject({ phase: 'conflict', text: text('both') })
})

test('another tab saved while nothing was typed here: its text appears', () => {
  const [state, effects] = run(opened(), { type: 'elsewhere', version: 2 })
  expect(effects).toEqual([{ type: 'fetch' }])
  expect(run(state, { type: 'current', note: note(2, 'theirs') })[0]).toMatchObject({
    phase: 'saved',
    text: text('theirs'),
    base: { version: 2 },
  })
})

test('another tab saved while something was typed here: a conflict, not a loss', () => {
  const [state] = run(
    opened(),
    edit('mine'),
    { type: 'elsewhere', version: 2 },
    { type: 'current', note: note(2, 'theirs') },
  )
  expect(state).toMatchObject({ phase: 'conflict', text: text('mine') })
})

test('both tabs came to the same text: no conflict', () => {
  const [state] = run(
    opened(),
    edit('same'),
    due,
    { type: 'refused' },
    { type: 'current', note: note(2, 'same') },
  )
  expect(state).toMatchObject({ phase: 'saved', base: { version: 2 } })
})

test('an echo of a version already seen is nothing', () => {
  expect(run(opened(2), { type: 'elsewhere', version: 2 })[1]).toEqual([])
  expect(run(opened(), edit('x'), due, { type: 'elsewhere', version: 2 })[1]).toEqual([])
})

const draft = (version: number, base: string, notes: string) => ({
  text: text(notes),
  base: { version, sections: text(base) },
})

test('a draft over the version it began from is taken up again', () => {
  const [state, effects] = open(note(1, 'held'), draft(1, 'held', 'held, more'), true)
  expect(state).toMatchObject({ phase: 'changed', text: text('held, more') })
  expect(effects).toEqual([{ type: 'remember' }, { type: 'wait', ms: 0 }])
})

test('a draft over an older version is a conflict', () => {
  const [state] = open(note(2, 'theirs'), draft(1, 'held', 'mine'), true)
  expect(state).toMatchObject({ phase: 'conflict', theirs: { version: 2 }, base: { version: 1 } })
})

test('a draft that the server holds already, or that changes nothing, is forgotten', () => {
  expect(open(note(2, 'mine'), draft(1, 'held', 'mine'), true)[1]).toEqual([{ type: 'forget' }])
  expect(open(note(2, 'theirs'), draft(1, 'held', 'held'), true)[0].text).toEqual(text('theirs'))
})

test('written before signing in: kept, then saved as the first version', () => {
  const [out] = open(note(0, ''), draft(0, '', 'early'), false)
  expect(out).toMatchObject({ phase: 'signed-out', text: text('early') })
  const [state] = open(note(0, ''), draft(0, '', 'early'), true)
  expect(run(state, due)[1]).toEqual([{ type: 'save', sections: text('early'), version: 0 }])
})

test('written before signing in, when a note exists already: a conflict', () => {
  expect(open(note(4, 'older'), draft(0, '', 'early'), true)[0].phase).toBe('conflict')
})

test('a note that cannot be read opens from the draft; nothing is saved before it has been read', () => {
  const left = draft(1, 'held', 'mine')
  const [state, effects] = openUnread(left)
  expect(state).toMatchObject({ phase: 'offline', known: false, text: text('mine') })
  expect(effects).toEqual([{ type: 'wait', ms: 5_000 }])
  const [edited, kept] = run(state, edit('mine, longer'))
  expect(kept).toEqual([{ type: 'remember' }])
  for (const event of [due, { type: 'retry' }, { type: 'elsewhere', version: 7 }] as const)
    expect(step(edited, event)).toEqual([edited, [{ type: 'fetch' }]])
  expect(step(edited, { type: 'unread' })).toEqual([edited, [{ type: 'wait', ms: 5_000 }]])
})

test('once it can be read it is saved over the version it was made from, and compared with another', () => {
  const left = draft(1, 'held', 'mine')
  const [unread] = openUnread(left)
  const [same] = step(unread, { type: 'current', note: note(1, 'held') })
  expect(run(same, due)[1]).toEqual([{ type: 'save', sections: text('mine'), version: 1 }])
  const [other] = step(unread, { type: 'current', note: note(2, 'theirs') })
  expect(other).toMatchObject({ phase: 'conflict', known: true, text: text('mine') })
})

test('without a draft one writes from nothing: what the server holds is shown, or met as another version', () => {
  const [unread, effects] = openUnread(undefined)
  expect(effects).toEqual([{ type: 'wait', ms: 5_000 }])
  const [shown] = step(unread, { type: 'current', note: note(3, 'held') })
  expect(shown).toMatchObject({ phase: 'saved', known: true, text: text('held') })
  const typed = run(unread, edit('new'))[0]
  expect(step(typed, { type: 'current', note: note(3, 'held') })[0].phase).toBe('conflict')
  expect(step(typed, { type: 'current', note: note(0, '') })[0].phase).toBe('changed')
  expect(run(typed, edit(''))[1]).toEqual([{ type: 'forget' }])
})
