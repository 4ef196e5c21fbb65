import { signal } from '@preact/signals'
import { onKey } from '../lib/keys.ts'

const KEY = 'principia.notes-open'
const WIDE = '(min-width: 64rem)'

/** Whether the notes stand open. This tab keeps it from chapter to chapter, where they do not cover the text. */
export const notesOpen = signal(wasOpen() && matchMedia(WIDE).matches)

/** The next panel that opens was asked for, so it takes the focus. */
let focusWanted = false

export function openNotes(): void {
  focusWanted = true
  notesOpen.value = true
  if (matchMedia(WIDE).matches) keep('yes')
}

export function closeNotes(): void {
  notesOpen.value = false
  keep('no')
}

export function takeFocus(): boolean {
  const wanted = focusWanted
  focusWanted = false
  return wanted
}

/** The key `n`, from the first moment on: pressed before the notes can be seen, it always means to open them. */
export function listenForNotesKey(): void {
  onKey('n', () => {
    if (!location.pathname.startsWith('/learn/')) return
    if (notesOpen.value && document.querySelector('.note-sections, .note-preview') !== null) closeNotes()
    else openNotes()
  })
}

function wasOpen(): boolean {
  try {
    return sessionStorage.getItem(KEY) === 'yes'
  } catch {
    return false
  }
}

function keep(value: 'yes' | 'no'): void {
  try {
    sessionStorage.setItem(KEY, value)
  } catch {
    // Storage may be forbidden: the next chapter then begins with its notes closed.
  }
}
