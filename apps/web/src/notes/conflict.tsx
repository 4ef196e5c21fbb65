import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { NoteSections } from '../api.ts'
import { formatMinute } from '../lib/dates.ts'
import { useModal } from '../lib/use-modal.ts'
import type { Autosave } from './autosave.ts'
import { sideBySide, type Row } from './diff.ts'
import { hasMarkers, merge } from './merge.ts'
import { mapSections, SECTIONS } from './sections.ts'
import type { NoteSession } from './session.ts'

interface Props {
  readonly state: Autosave
  readonly session: NoteSession
  readonly onLater: () => void
}

/**
 * Two versions of one note. Both are shown whole; nothing is written until one is chosen. The heading takes
 * the focus, not a button: the dialog may open under the hands of someone who is typing.
 */
export function Conflict({ state, session, onLater }: Props): VNode | null {
  const dialog = useModal()
  const merged = useSignal<NoteSections | null>(null)
  const { theirs } = state
  if (theirs === null) return null
  const differing = SECTIONS.filter(({ key }) => state.text[key] !== theirs.sections[key])
  const settle = (text: NoteSections): void => session.send({ type: 'resolve', text })
  const mergeByHand = (): void => {
    merged.value = mapSections(
      (key) => merge(state.base.sections[key], state.text[key], theirs.sections[key]).text,
    )
  }
  const unfinished =
    merged.value !== null && SECTIONS.some(({ key }) => hasMarkers(merged.value?.[key] ?? ''))
  return (
    <dialog
      ref={dialog}
      class="conflict"
      aria-labelledby="conflict-title"
      onCancel={(event) => {
        event.preventDefault()
        onLater()
      }}
    >
      <h2 id="conflict-title" tabIndex={-1} autofocus>
        This note was changed elsewhere
      </h2>
      <p>
        Another tab or device{' '}
        {theirs.updatedAt === null ? 'deleted it ' : `saved it on ${formatMinute(theirs.updatedAt)} `}
        while you were writing here. Nothing has been overwritten.
      </p>
      {merged.value === null ? (
        differing.map(({ key, title }) => (
          <Comparison key={key} title={title} rows={sideBySide(state.text[key], theirs.sections[key])} />
        ))
      ) : (
        <MergeForm differing={differing} merged={merged.value} onEdit={(next) => (merged.value = next)} />
      )}
      {unfinished && (
        <p class="conflict-unfinished">
          Lines between the &lt;&lt;&lt; and &gt;&gt;&gt; marks still hold both versions.
        </p>
      )}
      <div class="conflict-choices">
        {merged.value === null ? (
          <>
            <button type="button" class="button" onClick={() => settle(state.text)}>
              Keep mine
            </button>
            <button type="button" class="button" onClick={() => settle(theirs.sections)}>
              Take theirs
            </button>
            <button type="button" class="button" onClick={mergeByHand}>
              Merge by hand
            </button>
          </>
        ) : (
          <>
            <button
              type="button"
              class="button"
              disabled={unfinished}
              onClick={() => settle(merged.value ?? state.text)}
            >
              Save the merged note
            </button>
            <button type="button" class="quiet-button" onClick={() => (merged.value = null)}>
              Back to both versions
            </button>
          </>
        )}
        <button type="button" class="quiet-button" onClick={onLater}>
          Decide later
        </button>
      </div>
    </dialog>
  )
}

function Comparison({ title, rows }: { title: string; rows: readonly Row[] }): VNode {
  return (
    <section class="comparison">
      <h3>{title}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Mine, in this tab</th>
            <th scope="col">Theirs, saved</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} data-changed={row.changed}>
              <td data-side={row.left === null ? 'none' : 'mine'}>
                {row.left?.map(({ text, changed }) => (changed ? <mark>{text}</mark> : text))}
              </td>
              <td data-side={row.right === null ? 'none' : 'theirs'}>
                {row.right?.map(({ text, changed }) => (changed ? <mark>{text}</mark> : text))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function MergeForm({
  differing,
  merged,
  onEdit,
}: {
  differing: typeof SECTIONS
  merged: NoteSections
  onEdit: (next: NoteSections) => void
}): VNode {
  const first = useRef<HTMLTextAreaElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <div class="merge-form">
      {differing.map(({ key, title }, index) => (
        <div key={key} class="note-section">
          <label for={`merge-${key}`}>{title}</label>
          <textarea
            ref={index === 0 ? first : null}
            id={`merge-${key}`}
            rows={6}
            value={merged[key]}
            onInput={(event) => onEdit({ ...merged, [key]: event.currentTarget.value })}
          />
        </div>
      ))}
    </div>
  )
}
