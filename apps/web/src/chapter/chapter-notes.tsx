import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { onKey } from '../lib/keys.ts'
import { NotesPanel } from '../notes/panel.tsx'
import { closeNotes, notesOpen, openNotes } from '../notes/panel-state.ts'
import type { Placed } from '../state.ts'

/** The way to one's notes: a button, the key `n`, and the panel itself. */
export function ChapterNotes({ concept }: { concept: Placed }): VNode {
  const button = useRef<HTMLButtonElement>(null)
  /** The button is hidden while the notes stand beside the text, so it takes the focus once it is back. */
  const close = (): void => {
    closeNotes()
    requestAnimationFrame(() => button.current?.focus())
  }
  useEffect(() => onKey('n', () => (notesOpen.value ? close() : openNotes())), [])
  return (
    <>
      <button
        ref={button}
        type="button"
        class="button notes-button"
        aria-expanded={notesOpen.value}
        aria-keyshortcuts="n"
        onClick={() => (notesOpen.value ? close() : openNotes())}
      >
        {notesOpen.value ? 'Close notes' : 'Take notes'} <kbd aria-hidden="true">n</kbd>
      </button>
      {notesOpen.value && <NotesPanel key={concept.id} concept={concept} onClose={close} />}
    </>
  )
}
