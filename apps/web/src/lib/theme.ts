import { effect, signal } from '@preact/signals'
import { readStored, store } from './storage.ts'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** The same key as `early/theme.js`, which applies it before the first paint. */
const KEY = 'principia.theme'
const stored = readStored(KEY)

export const theme = signal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system')

export function setTheme(value: Theme): void {
  theme.value = value
  store(KEY, value === 'system' ? null : value)
}

effect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
})
