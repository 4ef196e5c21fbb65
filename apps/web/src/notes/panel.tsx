import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { useMedia } from '../lib/use-media.ts'
import { useModal } from '../lib/use-modal.ts'
import type { Placed } from '../state.ts'
import { NoteEditor } from './editor.tsx'
import { takeFocus } from './panel-state.ts'
import { openSession } from './save-drafts.ts'
import { createNoteSession } from './session.ts'

/** One's notes on a concept: beside the text on a wide page, a sheet over it on a narrow one. */
export function NotesPanel({ concept, onClose }: { concept: Placed; onClose: () => void }): VNode {
  const wide = useMedia('(min-width: 64rem)')
  const session = useMemo(() => createNoteSession(concept.id), [concept.id])
  const wantsFocus = useMemo(takeFocus, [])
  useEffect(() => openSession(concept.id, session), [session])
  const editor = <NoteEditor session={session} concept={concept} onClose={onClose} autofocus={wantsFocus} />
  /** As in the sheet, Escape leaves; the comparison of two versions, which lies above, has the first word. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || document.querySelector('dialog:modal') !== null) return
    event.preventDefault()
    onClose()
  }
  return wide.value ? (
    <section class="notes-panel" aria-labelledby="page-notes" onKeyDown={onKeyDown}>
      {editor}
    </section>
  ) : (
    <Sheet onClose={onClose}>{editor}</Sheet>
  )
}

function Sheet({ children, onClose }: { children: ComponentChildren; onClose: () => void }): VNode {
  const dialog = useModal()
  return (
    <dialog
      ref={dialog}
      class="notes-panel notes-sheet"
      aria-labelledby="page-notes"
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {children}
    </dialog>
  )
}
