import { signal } from '@preact/signals'
import { readStored, store } from '../lib/storage.ts'

const KEY = 'principia.notes-open'
const WIDE = '(min-width: 64rem)'

/** Whether the notes stand open. Kept from chapter to chapter where they do not cover the text. */
export const notesOpen = signal(readStored(KEY) === 'yes' && matchMedia(WIDE).matches)

/** The next panel that opens was asked for, so it takes the focus. */
export let focusWanted = false

export function openNotes(): void {
  focusWanted = true
  notesOpen.value = true
  if (matchMedia(WIDE).matches) store(KEY, 'yes')
}

export function takeFocus(): boolean {
  const wanted = focusWanted
  focusWanted = false
  return wanted
}

export function closeNotes(): void {
  notesOpen.value = false
  store(KEY, null)
}
