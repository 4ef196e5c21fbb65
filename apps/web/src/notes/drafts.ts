import { readStored, store, storedKeys } from '../lib/storage.ts'
import type { Draft } from './autosave.ts'
import { openTabs, tabId } from './tab.ts'

/*
 * Text that the server does not hold yet, on this device. One entry per owner, concept and tab: two tabs that
 * both have unsaved text never write over each other's, and the text of a closed tab is found by the next.
 */
const PREFIX = 'principia.draft'
export const ANONYMOUS = 'anonymous'

interface Entry extends Draft {
  readonly at: number
}

/**
 * This tab's draft, or the latest that a tab no longer open has left behind. The draft that is found becomes
 * this tab's own.
 */
export async function findDraft(owner: string, concept: string): Promise<Draft | undefined> {
  const own = keyOf(owner, concept)
  const entry = readEntry(own)
  if (entry !== undefined) return entry
  const owners = owner === ANONYMOUS ? [ANONYMOUS] : [owner, ANONYMOUS]
  const open = await openTabs()
  const left: { key: string; entry: Entry }[] = []
  for (const prefix of owners.map((name) => `${PREFIX}:${name}:${concept}:`)) {
    for (const key of storedKeys(prefix)) {
      const found = readEntry(key)
      const tab = key.slice(prefix.length)
      if (found !== undefined && (tab === tabId() || !open.has(tab))) left.push({ key, entry: found })
    }
  }
  const latest = left.toSorted((a, b) => b.entry.at - a.entry.at)[0]
  if (latest === undefined) return undefined
  if (store(own, JSON.stringify(latest.entry))) store(latest.key, null)
  return latest.entry
}

/** @returns false when this device cannot keep it (storage full or forbidden). */
export function keepDraft(owner: string, concept: string, { text, base }: Draft): boolean {
  const entry: Entry = { text, base, at: Date.now() }
  return store(keyOf(owner, concept), JSON.stringify(entry))
}

export function dropDraft(owner: string, concept: string): void {
  store(keyOf(owner, concept), null)
}

/** Whether someone who was signed in has left text here on a concept. It is shown to that account alone. */
export function hasOwnedDraft(concept: string): boolean {
  return storedKeys(`${PREFIX}:`).some((key) => {
    const [, owner, of] = key.split(':')
    return owner !== ANONYMOUS && of === concept
  })
}

/** Concepts with text on this device that is not yet saved. */
export function draftedConcepts(owner: string): string[] {
  const prefixes = [owner, ANONYMOUS].map((name) => `${PREFIX}:${name}:`)
  const keys = prefixes.flatMap((prefix) => storedKeys(prefix).map((key) => key.slice(prefix.length)))
  return [...new Set(keys.map((rest) => rest.split(':')[0] ?? ''))]
}

const keyOf = (owner: string, concept: string): string => `${PREFIX}:${owner}:${concept}:${tabId()}`

function readEntry(key: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(readStored(key) ?? 'null')
    return isEntry(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'text' in value && 'base' in value && 'at' in value
}
