import type { Note, NoteSections } from '../api.ts'
import { EMPTY, isEmpty, sameSections } from './sections.ts'

/*
 * How a note saves itself. Pure: `step` takes an event and answers with the next state and what is to be done.
 *
 *             edit                wait over                 saved, nothing newer
 *   saved ───────────► changed ───────────► saving ───────────────────────► saved
 *                         ▲                  │ │ │
 *                         │  saved, but more │ │ │ no answer       retry
 *                         └──── was typed ───┘ │ ├──► offline ────────────► saving
 *                                              │ ├──► signed-out ─────────► saving
 *                                              │ └──► failed ─────────────► saving
 *                                412 refused   ▼
 *                                           conflict ── resolve ──► saving or saved
 *
 * What could not be read begins `offline` and not `known`: one writes from the draft, or from nothing, and what the
 * server holds is met once it can be read. Until then nothing is saved.
 *
 * Two invariants. Text that the server does not hold is always in a draft on this device (`remember` before
 * anything that may fail; `forget` only once the server holds it). And a save always names the version it was
 * made from, so text that nobody looked at is never written over.
 */
export type Phase = 'saved' | 'changed' | 'saving' | 'offline' | 'signed-out' | 'failed' | 'conflict'

export interface Version {
  readonly version: number
  readonly sections: NoteSections
}

export interface Autosave {
  readonly phase: Phase
  readonly signedIn: boolean
  /** Whether the note has been read from the server since it was opened. */
  readonly known: boolean
  /** What the server held when this text began. */
  readonly base: Version
  readonly text: NoteSections
  readonly sending: NoteSections | null
  /** In a conflict: what the server holds now; null until it has been fetched. */
  readonly theirs: Note | null
}

export type Event =
  | { readonly type: 'edit'; readonly text: NoteSections }
  | { readonly type: 'due' }
  | { readonly type: 'retry' }
  | { readonly type: 'saved'; readonly version: number }
  | { readonly type: 'rejected'; readonly reason: 'offline' | 'signed-out' | 'failed' }
  | { readonly type: 'refused' }
  | { readonly type: 'elsewhere'; readonly version: number }
  | { readonly type: 'current'; readonly note: Note }
  | { readonly type: 'unread' }
  | { readonly type: 'resolve'; readonly text: NoteSections }

export type Effect =
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'save'; readonly sections: NoteSections; readonly version: number }
  | { readonly type: 'fetch' }
  | { readonly type: 'remember' }
  | { readonly type: 'forget' }

export type Step = readonly [Autosave, readonly Effect[]]

export interface Draft {
  readonly text: NoteSections
  readonly base: Version
}

const PAUSE_MS = 800
const RETRY_MS = 5_000

/** Starts from what the server holds and, if there is one, the text left on this device. */
export function open(note: Note, draft: Draft | undefined, signedIn: boolean): Step {
  const held: Version = { version: note.version, sections: note.sections }
  const fresh: Autosave = {
    phase: 'saved',
    signedIn,
    known: true,
    base: held,
    text: held.sections,
    sending: null,
    theirs: null,
  }
  if (draft === undefined) return [fresh, []]
  if (sameSections(draft.text, held.sections) || sameSections(draft.text, draft.base.sections)) {
    return [fresh, [{ type: 'forget' }]]
  }
  const kept = { ...fresh, text: draft.text }
  if (!signedIn) return [{ ...kept, phase: 'signed-out' }, []]
  if (draft.base.version === held.version || isEmpty(held.sections)) {
    return [{ ...kept, phase: 'changed' }, [{ type: 'remember' }, { type: 'wait', ms: 0 }]]
  }
  return [{ ...kept, phase: 'conflict', base: draft.base, theirs: note }, [{ type: 'remember' }]]
}

/** Starts from what this device has of a note that cannot be read now. */
export function openUnread(draft: Draft | undefined): Step {
  const base = draft?.base ?? { version: 0, sections: EMPTY }
  const text = draft?.text ?? EMPTY
  const state: Autosave = {
    phase: 'offline',
    signedIn: true,
    known: false,
    base,
    text,
    sending: null,
    theirs: null,
  }
  return [state, [{ type: 'wait', ms: RETRY_MS }]]
}

export function step(state: Autosave, event: Event): Step {
  if (!state.known) return stepUnread(state, event)
  switch (event.type) {
    case 'edit':
      return edit(state, event.text)
    case 'due':
      return isWaiting(state) ? save(state) : [state, []]
    case 'retry':
      if (state.phase === 'conflict') return [state, state.theirs === null ? [{ type: 'fetch' }] : []]
      return isWaiting(state) || state.phase === 'signed-out'
        ? save({ ...state, signedIn: true })
        : [state, []]
    case 'saved':
      return settle(state, event.version)
    case 'rejected':
      return reject(state, event.reason)
    case 'refused':
      return [
        { ...state, phase: 'conflict', sending: null, theirs: null },
        [{ type: 'remember' }, { type: 'fetch' }],
      ]
    case 'elsewhere':
      return isNews(state, event.version) ? [state, [{ type: 'fetch' }]] : [state, []]
    case 'current':
      return meet(state, event.note)
    case 'unread':
      return [state, []]
  }
  return resolve(state, event.text)
}

/** Nothing is saved before the note has been read: only then can it be told what there is to save it over. */
function stepUnread(state: Autosave, event: Event): Step {
  switch (event.type) {
    case 'edit': {
      const unwritten = sameSections(event.text, state.base.sections)
      return [{ ...state, text: event.text }, [{ type: unwritten ? 'forget' : 'remember' }]]
    }
    case 'due':
    case 'retry':
    case 'elsewhere':
      return [state, [{ type: 'fetch' }]]
    case 'unread':
      return [state, [{ type: 'wait', ms: RETRY_MS }]]
    case 'current':
      return open(event.note, { text: state.text, base: state.base }, true)
  }
  return [state, []]
}

function edit(state: Autosave, text: NoteSections): Step {
  const next = { ...state, text }
  if (state.phase === 'saving' || state.phase === 'conflict') return [next, [{ type: 'remember' }]]
  if (sameSections(text, state.base.sections)) return [{ ...next, phase: 'saved' }, [{ type: 'forget' }]]
  if (!state.signedIn) return [{ ...next, phase: 'signed-out' }, [{ type: 'remember' }]]
  if (state.phase === 'offline') return [next, [{ type: 'remember' }]]
  return [{ ...next, phase: 'changed' }, [{ type: 'remember' }, { type: 'wait', ms: PAUSE_MS }]]
}

const isWaiting = ({ phase }: Autosave): boolean =>
  phase === 'changed' || phase === 'offline' || phase === 'failed'

function save(state: Autosave): Step {
  const { text, base } = state
  const effect: Effect = { type: 'save', sections: text, version: base.version }
  return [{ ...state, phase: 'saving', sending: text }, [effect]]
}

function settle(state: Autosave, version: number): Step {
  const base = { version, sections: state.sending ?? state.text }
  const next = { ...state, base, sending: null, theirs: null }
  return sameSections(state.text, base.sections)
    ? [{ ...next, phase: 'saved' }, [{ type: 'forget' }]]
    : [{ ...next, phase: 'changed' }, [{ type: 'remember' }, { type: 'wait', ms: PAUSE_MS }]]
}

function reject(state: Autosave, reason: 'offline' | 'signed-out' | 'failed'): Step {
  const next = { ...state, phase: reason, sending: null, signedIn: state.signedIn && reason !== 'signed-out' }
  const again: Effect[] = reason === 'offline' ? [{ type: 'wait', ms: RETRY_MS }] : []
  return [next, [{ type: 'remember' }, ...again]]
}

/** While a save is on its way its own answer will tell; otherwise a newer version is worth a look. */
function isNews(state: Autosave, version: number): boolean {
  return state.signedIn && state.phase !== 'saving' && version > (state.theirs ?? state.base).version
}

function meet(state: Autosave, note: Note): Step {
  if (state.phase === 'saving') return [state, []]
  const held: Version = { version: note.version, sections: note.sections }
  const clean = sameSections(state.text, state.base.sections)
  if (clean || sameSections(state.text, held.sections)) {
    return [{ ...state, phase: 'saved', base: held, text: held.sections, theirs: null }, [{ type: 'forget' }]]
  }
  if (held.version === state.base.version) {
    return [{ ...state, phase: 'changed', theirs: null }, [{ type: 'wait', ms: PAUSE_MS }]]
  }
  return [{ ...state, phase: 'conflict', theirs: note }, [{ type: 'remember' }]]
}

function resolve(state: Autosave, text: NoteSections): Step {
  if (state.theirs === null) return [state, []]
  const base: Version = { version: state.theirs.version, sections: state.theirs.sections }
  const next = { ...state, base, text, theirs: null }
  if (sameSections(text, base.sections)) return [{ ...next, phase: 'saved' }, [{ type: 'forget' }]]
  const [saving, effects] = save(next)
  return [saving, [{ type: 'remember' }, ...effects]]
}
