import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { NotesPanel } from '../notes/panel.tsx'
import { closeNotes, notesOpen, openNotes } from '../notes/panel-state.ts'
import type { Placed } from '../state.ts'

/** The way to one's notes: a button (the key `n` does the same), and the panel itself. */
export function ChapterNotes({ concept }: { concept: Placed }): VNode {
  const button = useRef<HTMLButtonElement>(null)
  const before = useRef(false)
  const open = notesOpen.value
  // Hidden while the notes stand beside the text, the button takes the focus once it is back.
  useEffect(() => {
    if (before.current && !open) button.current?.focus()
    before.current = open
  }, [open])
  return (
    <>
      <button
        ref={button}
        type="button"
        class="button notes-button"
        aria-expanded={open}
        aria-keyshortcuts="n"
        onClick={open ? closeNotes : openNotes}
      >
        {open ? 'Close notes' : 'Take notes'} <kbd aria-hidden="true">n</kbd>
      </button>
      {open && <NotesPanel key={concept.id} concept={concept} onClose={closeNotes} />}
    </>
  )
}
