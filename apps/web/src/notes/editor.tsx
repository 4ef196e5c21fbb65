import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { noteExportUrl, type NoteSections } from '../api.ts'
import type { Placed } from '../state.ts'
import type { Autosave } from './autosave.ts'
import { Conflict } from './conflict.tsx'
import { Preview } from './preview.tsx'
import { SaveState } from './save-state.tsx'
import { SECTIONS } from './sections.ts'
import type { NoteSession } from './session.ts'

interface Props {
  readonly session: NoteSession
  readonly concept: Placed
  readonly onClose: () => void
  readonly autofocus: boolean
}

export function NoteEditor({ session, concept, onClose, autofocus }: Props): VNode {
  const preview = useSignal(false)
  const comparing = useSignal(false)
  const state = session.state.value
  const inConflict = state?.phase === 'conflict' && state.theirs !== null
  useEffect(() => {
    comparing.value = inConflict
  }, [inConflict])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    session.send({ type: 'due' })
  }
  return (
    <div class="note-editor" onKeyDown={onKeyDown}>
      <header>
        <h2 id="page-notes">
          Notes <span>{concept.title}</span>
        </h2>
        <button type="button" class="icon-button" aria-label="Close notes" onClick={onClose}>
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="m5 5 10 10M15 5 5 15" />
          </svg>
        </button>
      </header>
      <div class="note-bar">
        <button
          type="button"
          class="quiet-button"
          aria-pressed={preview.value}
          onClick={() => (preview.value = !preview.value)}
        >
          Preview
        </button>
        {state !== null && state.base.version > 0 && (
          <a href={noteExportUrl(concept.id)} download>
            Export
          </a>
        )}
        <SaveState session={session} onCompare={() => (comparing.value = true)} />
      </div>
      {state !== null &&
        (preview.value ? (
          <Preview sections={state.text} />
        ) : (
          <Sections state={state} session={session} autofocus={autofocus} />
        ))}
      {state !== null && inConflict && comparing.value && (
        <Conflict state={state} session={session} onLater={() => (comparing.value = false)} />
      )}
    </div>
  )
}

function Sections({
  state,
  session,
  autofocus,
}: {
  state: Autosave
  session: NoteSession
  autofocus: boolean
}): VNode {
  const first = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (autofocus) first.current?.focus({ preventScroll: true })
  }, [])
  const edit = (key: keyof NoteSections, value: string): void => {
    const text = session.state.peek()?.text ?? state.text
    session.send({ type: 'edit', text: { ...text, [key]: value } })
  }
  return (
    <div class="note-sections">
      {SECTIONS.map(({ key, title, hint }, index) => (
        <div key={key} class="note-section" data-code={key === 'codeExamples'}>
          <label for={`note-${key}`}>{title}</label>
          <textarea
            ref={index === 0 ? first : null}
            id={`note-${key}`}
            rows={3}
            placeholder={hint}
            spellcheck={key !== 'codeExamples'}
            value={state.text[key]}
            onInput={(event) => edit(key, event.currentTarget.value)}
          />
        </div>
      ))}
      <p class="note-hint">Markdown. Saved as you write.</p>
    </div>
  )
}
