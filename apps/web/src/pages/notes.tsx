import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { listNotes, type NoteSummary } from '../api.ts'
import type { Place, Ready } from '../lib/router.ts'
import { ANONYMOUS, draftedConcepts } from '../notes/drafts.ts'
import { NoteEntry } from '../notes/entry.tsx'
import { draftsSettled } from '../notes/save-drafts.ts'
import { isSignedOut, loadBook, user, type Book } from '../state.ts'

export async function notesPage(_place: Place): Promise<Ready> {
  const book = await loadBook()
  await draftsSettled()
  const notes = user.value === null ? [] : await readNotes()
  const order = (concept: string): number => book.byId.get(concept)?.order ?? 0
  const sorted = notes.toSorted((a, b) => order(a.concept) - order(b.concept))
  return { title: 'Notes', view: () => <NotesView book={book} notes={sorted} /> }
}

async function readNotes(): Promise<readonly NoteSummary[]> {
  try {
    return await listNotes()
  } catch (error) {
    if (!isSignedOut(error)) throw error
    user.value = null
    return []
  }
}

function NotesView({ book, notes }: { book: Book; notes: readonly NoteSummary[] }): VNode {
  const drafts = draftedConcepts(user.value?.id ?? ANONYMOUS).filter((concept) => book.byId.has(concept))
  const shown = useSignal(notes)
  const heading = useRef<HTMLHeadingElement>(null)
  const forget = (concept: string): void => {
    shown.value = shown.value.filter((note) => note.concept !== concept)
    // What had the focus is gone with it.
    heading.current?.focus()
  }
  return (
    <div class="list-page">
      <header>
        <h1 ref={heading} tabIndex={-1}>
          Your notes
        </h1>
        {user.value === null ? (
          <p class="lead">
            <a href="/sign-in?return=%2Fnotes">Sign in</a> to see them here. What you write before that is
            kept on this device.
          </p>
        ) : (
          shown.value.length === 0 &&
          drafts.length === 0 && (
            <p class="lead">
              Nothing yet. Open a chapter from the <a href="/">map</a> and press <kbd>n</kbd>.
            </p>
          )
        )}
      </header>
      {drafts.length > 0 && (
        <section class="drafts" aria-labelledby="drafts">
          <h2 id="drafts" class="label">
            On this device, not yet saved
          </h2>
          <ul>
            {drafts.map((concept) => (
              <li key={concept}>
                <a href={`/learn/${concept}?notes`}>{book.byId.get(concept)?.title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ul class="note-list">
        {shown.value.map((note) => (
          <NoteEntry key={note.concept} note={note} book={book} onDeleted={() => forget(note.concept)} />
        ))}
      </ul>
    </div>
  )
}
