import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ProblemError } from 'principia/client'
import { deleteNote, isUnreachable, noteExportUrl, type NoteSummary } from '../api.ts'
import { formatMinute } from '../lib/dates.ts'
import type { Book } from '../state.ts'

interface Props {
  readonly note: NoteSummary
  readonly book: Book
  readonly onDeleted: () => void
}

/** One note in the list of one's own. It is deleted only after a second word, and only as it is shown here. */
export function NoteEntry({ note, book, onDeleted }: Props): VNode {
  const { concept, excerpt, version, updatedAt } = note
  const placed = book.byId.get(concept)
  const title = placed?.title ?? concept
  const asking = useSignal(false)
  const trouble = useSignal('')
  const keep = useRef<HTMLButtonElement>(null)
  const ask = useRef<HTMLButtonElement>(null)
  const asked = useRef(false)
  useEffect(() => {
    if (asking.value) keep.current?.focus()
    else if (asked.current) ask.current?.focus()
    asked.current = asking.value
  }, [asking.value])
  const remove = async (): Promise<void> => {
    try {
      await deleteNote(concept, version)
      onDeleted()
    } catch (error) {
      trouble.value = explain(error)
      asking.value = false
    }
  }
  return (
    <li>
      <h2>
        <span class="chapter-number">{placed?.order}</span> <a href={`/learn/${concept}?notes`}>{title}</a>
      </h2>
      <p class="excerpt">{excerpt}</p>
      <div class="meta">
        {updatedAt !== null && <time dateTime={updatedAt}>{formatMinute(updatedAt)}</time>}
        {asking.value ? (
          <span role="group" aria-label={`Delete the note on ${title}?`}>
            Delete this note?{' '}
            <button type="button" class="quiet-button" onClick={() => void remove()}>
              Delete
            </button>{' '}
            <button ref={keep} type="button" class="quiet-button" onClick={() => (asking.value = false)}>
              Keep
            </button>
          </span>
        ) : (
          <>
            <a href={noteExportUrl(concept)} download aria-label={`Export ${title}`}>
              Export
            </a>
            <button
              ref={ask}
              type="button"
              class="quiet-button"
              aria-label={`Delete ${title}`}
              onClick={() => (asking.value = true)}
            >
              Delete
            </button>
          </>
        )}
        <span class="form-error" role="alert">
          {trouble.value}
        </span>
      </div>
    </li>
  )
}

function explain(error: unknown): string {
  if (isUnreachable(error)) return 'The server does not answer. Try again in a moment.'
  if (!(error instanceof ProblemError)) throw error
  return error.status === 412
    ? 'It was changed since this page was loaded. Look at it again first.'
    : error.message
}
