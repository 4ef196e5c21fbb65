import { signal } from '@preact/signals'
import { readStored, store } from './storage.ts'

/**
 * Single-key shortcuts: `/` and `n`. They can be turned off (WCAG 2.1.4), and never fire while one is typing
 * or a dialog is open.
 */
const KEY = 'principia.keys'
export const keysOn = signal(readStored(KEY) !== 'off')

export function setKeys(on: boolean): void {
  keysOn.value = on
  store(KEY, on ? null : 'off')
}

/** @returns what undoes it. */
export function onKey(key: string, act: () => void): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (!keysOn.value || event.key !== key || event.defaultPrevented) return
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (document.querySelector('dialog:modal') !== null) return
    event.preventDefault()
    act()
  }
  addEventListener('keydown', listen)
  return () => removeEventListener('keydown', listen)
}

/** A radio button or a checkbox has no use for a letter; every other field does. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'radio' && target.type !== 'checkbox'
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLElement && target.isContentEditable
}
