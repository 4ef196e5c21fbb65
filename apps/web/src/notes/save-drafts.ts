import { effect } from '@preact/signals'
import { user } from '../state.ts'
import type { Phase } from './autosave.ts'
import { draftedConcepts } from './drafts.ts'
import { createNoteSession, type NoteSession } from './session.ts'

/** By concept: what is saved without having been opened, until it is at rest. */
const beingSaved = new Map<string, Promise<void>>()
/** Notes that are open in this tab, which save themselves. */
const open = new Set<string>()

/**
 * Text that waits on this device is saved as soon as there is someone to save it for and a server to save it on: at the
 * start, on signing in or up, when the network is back. What was changed elsewhere since stays a draft, to be compared.
 */
export function saveDraftsWhenPossible(): void {
  effect(saveDrafts)
  addEventListener('online', saveDrafts)
}

/** @returns once nothing is being saved any more, whatever became of it. */
export async function draftsSettled(): Promise<void> {
  await Promise.all(beingSaved.values())
}

/** Opens a note in this tab, after a draft of it that is just being saved. @returns what closes it. */
export function openSession(concept: string, session: NoteSession): () => void {
  open.add(concept)
  void Promise.resolve(beingSaved.get(concept)).then(session.load)
  return () => {
    open.delete(concept)
    session.close()
  }
}

function saveDrafts(): void {
  if (user.value === null) return
  for (const concept of draftedConcepts(user.value.id)) {
    if (beingSaved.has(concept) || open.has(concept)) continue
    beingSaved.set(
      concept,
      saveDraft(concept).finally(() => beingSaved.delete(concept)),
    )
  }
}

async function saveDraft(concept: string): Promise<void> {
  const session = createNoteSession(concept)
  await session.load()
  await atRest(session)
  session.close()
}

const UNDER_WAY: ReadonlySet<Phase> = new Set<Phase>(['changed', 'saving'])

function atRest({ state }: NoteSession): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (state.value !== null && UNDER_WAY.has(state.value.phase)) return
      resolve()
      queueMicrotask(() => stop())
    })
  })
}
