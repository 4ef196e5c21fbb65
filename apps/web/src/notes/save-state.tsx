import type { VNode } from 'preact'
import { signInHref } from '../parts/account-menu.tsx'
import type { Autosave, Phase } from './autosave.ts'
import { sameSections } from './sections.ts'
import type { NoteSession } from './session.ts'

/** What a reader should know at any moment: is what I have written safe? */
export function SaveState({ session, onCompare }: { session: NoteSession; onCompare: () => void }): VNode {
  const state = session.state.value
  const trouble = session.trouble.value
  if (state === null) {
    return (
      <p class="save-state" data-phase={trouble === '' ? 'saving' : 'failed'} role="status">
        {trouble === '' ? 'Opening…' : `Your note could not be read. ${trouble} `}
        {trouble !== '' && (
          <button type="button" class="quiet-button" onClick={() => void session.load()}>
            Try again
          </button>
        )}
      </p>
    )
  }
  const { phase } = state
  return (
    <>
      <p class="save-state" data-phase={phase}>
        <span>{wordsOf(state)}</span>
        {phase === 'signed-out' && (
          <>
            {' '}
            <a href={signInHref()}>Sign in</a> to save.
          </>
        )}
        {(phase === 'offline' || phase === 'failed') && (
          <button type="button" class="quiet-button" onClick={() => session.send({ type: 'retry' })}>
            Try again
          </button>
        )}
        {phase === 'conflict' && state.theirs !== null && (
          <button type="button" class="quiet-button" onClick={onCompare}>
            Compare
          </button>
        )}
        {phase === 'conflict' && state.theirs === null && trouble !== '' && (
          <button type="button" class="quiet-button" onClick={() => session.send({ type: 'retry' })}>
            Try again
          </button>
        )}
      </p>
      {session.waiting.value && (
        <p class="save-waiting">
          Text that was not yet saved waits here for the account that wrote it.{' '}
          <a href={signInHref()}>Sign in</a> to go on with it.
        </p>
      )}
      {trouble !== '' && <p class="save-trouble">{trouble}</p>}
      <p class="hidden" role="status">
        {state.known ? SPOKEN[phase] : wordsOf(state)}
      </p>
    </>
  )
}

function wordsOf({ phase, known, base, text }: Autosave): string {
  if (!known && sameSections(text, base.sections))
    return 'No connection: what you saved before cannot be shown. What you write is kept on this device.'
  return base.version === 0 && phase === 'saved' ? 'Nothing written yet' : WORDS[phase]
}

const WORDS: Readonly<Record<Phase, string>> = {
  saved: 'Saved',
  changed: 'Saving…',
  saving: 'Saving…',
  offline: 'Not saved: no connection. Kept on this device.',
  'signed-out': 'Kept on this device.',
  failed: 'Not saved. Kept on this device.',
  conflict: 'Not saved: changed elsewhere.',
}

/** Changed and saving are not announced: a reader who types would hear nothing else. */
const SPOKEN: Readonly<Record<Phase, string>> = {
  ...WORDS,
  changed: '',
  saving: '',
  saved: 'Note saved',
  'signed-out': 'Kept on this device. Sign in to save.',
}
