import type { VNode } from 'preact'
import { listNotes, noteExportUrl, type NoteSummary } from '../api.ts'
import { formatMinute } from '../lib/dates.ts'
import type { Place, Ready } from '../lib/router.ts'
import { ANONYMOUS, draftedConcepts } from '../notes/drafts.ts'
import { isSignedOut, loadBook, user, type Book } from '../state.ts'

export async function notesPage(_place: Place): Promise<Ready> {
  const book = await loadBook()
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
  return (
    <div class="list-page">
      <header>
        <h1>Your notes</h1>
        {user.value === null ? (
          <p class="lead">
            <a href="/sign-in?return=%2Fnotes">Sign in</a> to see them here. What you write before that is
            kept on this device.
          </p>
        ) : (
          notes.length === 0 && (
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
        {notes.map(({ concept, excerpt, updatedAt }) => {
          const placed = book.byId.get(concept)
          return (
            <li key={concept}>
              <h2>
                <span class="chapter-number">{placed?.order}</span>{' '}
                <a href={`/learn/${concept}?notes`}>{placed?.title ?? concept}</a>
              </h2>
              <p class="excerpt">{excerpt}</p>
              <p class="meta">
                {updatedAt !== null && <time dateTime={updatedAt}>{formatMinute(updatedAt)}</time>}
                <a href={noteExportUrl(concept)} download aria-label={`Export ${placed?.title ?? concept}`}>
                  Export
                </a>
              </p>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
