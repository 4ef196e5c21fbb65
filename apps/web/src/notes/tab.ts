/*
 * A name for this tab that survives a reload, held as a lock while the tab lives, so that other tabs can tell
 * an open one from a closed one.
 */
const KEY = 'principia.tab'
let id = sessionId()
claim()

export const tabId = (): string => id

/** The tabs of this browser that are open now, this one among them. */
export async function openTabs(): Promise<ReadonlySet<string>> {
  const locks = (await navigator.locks?.query())?.held ?? []
  return new Set(locks.map(({ name }) => name?.slice(lockName('').length) ?? ''))
}

/** A duplicated tab inherits the session storage, and with it the name: it then takes a new one. */
function claim(): void {
  void navigator.locks?.request(lockName(id), { ifAvailable: true }, (lock) => {
    if (lock !== null) return new Promise<void>(() => undefined)
    id = rename()
    void navigator.locks.request(lockName(id), () => new Promise<void>(() => undefined))
    return undefined
  })
}

function sessionId(): string {
  try {
    return sessionStorage.getItem(KEY) ?? rename()
  } catch {
    return crypto.randomUUID()
  }
}

function rename(): string {
  const fresh = crypto.randomUUID()
  sessionStorage.setItem(KEY, fresh)
  return fresh
}

function lockName(tab: string): string {
  return `${KEY}:${tab}`
}
