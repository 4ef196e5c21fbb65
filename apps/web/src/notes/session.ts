import { effect, signal, type Signal } from '@preact/signals'
import { ProblemError } from 'principia/client'
import { getNote, isUnreachable, putNote, type Note, type NoteSections } from '../api.ts'
import { openBroadcast } from '../lib/broadcast.ts'
import { isSignedOut, user } from '../state.ts'
import { open, openUnread, step, type Autosave, type Effect, type Event, type Step } from './autosave.ts'
import { ANONYMOUS, dropDraft, findDraft, hasOwnedDraft, keepDraft } from './drafts.ts'
import { EMPTY } from './sections.ts'

/** One open note: the state machine of `autosave.ts` with its hands on the server, the clock and this device. */
export interface NoteSession {
  /** Null until the note has been read. */
  readonly state: Signal<Autosave | null>
  /** Why the note could not be read, or why the last save failed; empty when all is well. */
  readonly trouble: Signal<string>
  /** Signed out, while unsaved text of an account waits on this device for its return. */
  readonly waiting: Signal<boolean>
  readonly send: (event: Event) => void
  readonly load: () => Promise<void>
  readonly close: () => void
}

export function createNoteSession(concept: string): NoteSession {
  const state = signal<Autosave | null>(null)
  const trouble = signal('')
  const waiting = signal(false)
  const channel = openBroadcast('principia.notes', (message) => {
    if (isNotice(message) && message.concept === concept)
      send({ type: 'elsewhere', version: message.version })
  })
  let owner = user.peek()?.id ?? ANONYMOUS
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const take = ([next, effects]: Step): void => {
    state.value = next
    for (const each of effects) carryOut(each, next)
  }
  const send = (event: Event): void => {
    if (state.value !== null) take(step(state.value, event))
  }

  function carryOut(task: Effect, now: Autosave): void {
    switch (task.type) {
      case 'wait':
        clearTimeout(timer)
        if (!closed) timer = setTimeout(() => send({ type: 'due' }), task.ms)
        return
      case 'save':
        clearTimeout(timer)
        void save(task.sections, task.version)
        return
      case 'fetch':
        if (!closed) void fetchCurrent()
        return
      case 'remember':
        if (!keepDraft(owner, concept, { text: now.text, base: now.base })) {
          trouble.value =
            'This browser does not let us keep a draft: text that is not saved would be lost on reload.'
        }
        return
      case 'forget':
        dropDraft(owner, concept)
    }
  }

  async function save(sections: NoteSections, version: number): Promise<void> {
    try {
      const note = await putNote(concept, sections, version)
      trouble.value = ''
      send({ type: 'saved', version: note.version })
      channel.post({ concept, version: note.version })
    } catch (error) {
      if (error instanceof ProblemError && error.status === 412) return send({ type: 'refused' })
      if (isSignedOut(error)) user.value = null
      trouble.value = explain(error)
      send({ type: 'rejected', reason: reasonOf(error) })
    }
  }

  async function fetchCurrent(): Promise<void> {
    try {
      const note = await getNote(concept)
      trouble.value = ''
      send({ type: 'current', note })
    } catch (error) {
      if (isSignedOut(error)) {
        user.value = null
        if (state.peek()?.known === false) return load()
      }
      const compares = state.peek()?.phase === 'conflict'
      trouble.value = compares ? 'The other version could not be read.' : explain(error)
      send({ type: 'unread' })
    }
  }

  async function load(): Promise<void> {
    owner = user.peek()?.id ?? ANONYMOUS
    waiting.value = owner === ANONYMOUS && hasOwnedDraft(concept)
    try {
      const [note, draft] = await Promise.all([
        owner === ANONYMOUS ? unwritten(concept) : getNote(concept),
        findDraft(owner, concept),
      ])
      trouble.value = ''
      take(open(note, draft, owner !== ANONYMOUS))
    } catch (error) {
      if (isSignedOut(error)) {
        user.value = null
        return load()
      }
      if (isUnreachable(error)) take(openUnread(await findDraft(owner, concept)))
      else trouble.value = explain(error)
    }
  }

  const retry = (): void => send({ type: 'retry' })
  addEventListener('online', retry)
  /** Signed in again, here or in another tab: as the same person the text is saved, as another it is not theirs. */
  const stop = effect(() => {
    const id = user.value?.id
    if (id === undefined || state.peek()?.signedIn !== false) return
    if (id === owner) retry()
    else void load()
  })

  return {
    state,
    trouble,
    waiting,
    send,
    load,
    close() {
      closed = true
      send({ type: 'due' })
      clearTimeout(timer)
      stop()
      removeEventListener('online', retry)
      channel.close()
    },
  }
}

/** What the server says is meant for its users; what a call says that failed is not. */
function explain(error: unknown): string {
  if (isUnreachable(error)) return ''
  if (error instanceof ProblemError) return error.message
  console.error(error)
  return 'The fault is ours, not yours.'
}

function reasonOf(error: unknown): 'offline' | 'signed-out' | 'failed' {
  if (isUnreachable(error)) return 'offline'
  return isSignedOut(error) ? 'signed-out' : 'failed'
}

function unwritten(concept: string): Note {
  return { concept, sections: EMPTY, version: 0, updatedAt: null }
}

function isNotice(value: unknown): value is { concept: string; version: number } {
  return typeof value === 'object' && value !== null && 'concept' in value && 'version' in value
}
