import { signal } from '@preact/signals'
import type { VNode } from 'preact'

/** What a page needs to know of where it is. */
export interface Place {
  readonly params: Readonly<Record<string, string>>
  readonly url: URL
}

/** A page that has everything it needs and can be shown at once. */
export interface Ready {
  readonly title: string
  readonly view: () => VNode
}

/** Loads a page. Until it has, the page before stays: nothing flickers and nothing jumps. */
export type Page = (place: Place) => Promise<Ready>

export interface Route {
  /** `/learn/:concept`; a last segment `*name` takes the rest of the path. */
  readonly pattern: string
  readonly page: Page
}

export interface Shown extends Ready {
  readonly url: URL
  readonly arrival: Arrival
}

type Arrival =
  | { readonly by: 'start' }
  | { readonly by: 'link' }
  | { readonly by: 'history'; readonly scroll: number | undefined }
  /** The page redraws under the reader: neither focus nor scroll may move. */
  | { readonly by: 'stay' }

export const shown = signal<Shown | null>(null)
export const loading = signal(false)

const SCROLL_KEY = 'principia.scroll'
const scrolls = new Map<string, number>()
let routes: readonly Route[] = []
let notFound: Page
let onError: (error: unknown) => Ready
let latest = 0
let entry = ''

export function startRouter(setup: {
  readonly routes: readonly Route[]
  readonly notFound: Page
  readonly onError: (error: unknown) => Ready
}): void {
  ;({ routes, notFound, onError } = setup)
  history.scrollRestoration = 'manual'
  for (const [key, y] of readScrolls()) scrolls.set(key, y)
  const known = entryKey()
  entry = known ?? nameEntry()
  document.addEventListener('click', onClick)
  addEventListener('popstate', onPopState)
  addEventListener('scroll', () => scrolls.set(entry, scrollY), { passive: true })
  addEventListener('pagehide', () =>
    sessionStorage.setItem(SCROLL_KEY, JSON.stringify([...scrolls].slice(-50))),
  )
  const scroll = known === undefined ? undefined : scrolls.get(known)
  void show(new URL(location.href), scroll === undefined ? { by: 'start' } : { by: 'history', scroll })
}

/** Goes to an address of this site. `stay` keeps focus and scroll, for a change within one page. */
export function navigate(href: string, options: { replace?: boolean; stay?: boolean } = {}): Promise<void> {
  const url = new URL(href, location.href)
  return show(
    url,
    { by: options.stay === true ? 'stay' : 'link' },
    options.replace === true ? 'replace' : 'push',
  )
}

/** Loads the page again, in place: after an error, or when the session has changed. */
export function reload(): Promise<void> {
  return show(new URL(location.href), { by: 'stay' })
}

async function show(url: URL, arrival: Arrival, write?: 'push' | 'replace'): Promise<void> {
  const turn = ++latest
  loading.value = true
  const ready = await load(url)
  if (turn !== latest) return
  loading.value = false
  if (write !== undefined) {
    entry = crypto.randomUUID()
    const same = url.href === location.href
    history[write === 'replace' || same ? 'replaceState' : 'pushState']({ entry }, '', url)
  }
  document.title = ready.title === '' ? 'Principia' : `${ready.title} · Principia`
  shown.value = { ...ready, url, arrival }
}

async function load(url: URL): Promise<Ready> {
  try {
    const match = matchRoute(url.pathname)
    return await (match?.route.page ?? notFound)({ params: match?.params ?? {}, url })
  } catch (error) {
    return onError(error)
  }
}

export function matchRoute(
  pathname: string,
): { readonly route: Route; readonly params: Record<string, string> } | undefined {
  const path = pathname.split('/').slice(1)
  for (const route of routes) {
    const params = matchPattern(route.pattern.split('/').slice(1), path)
    if (params !== undefined) return { route, params }
  }
  return undefined
}

/** @returns the parameters, or undefined when the path is another one. */
export function matchPattern(
  pattern: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [i, part] of pattern.entries()) {
    const given = path[i]
    if (given === undefined || (given === '' && part !== '')) return undefined
    if (part.startsWith('*')) {
      params[part.slice(1)] = path.slice(i).map(decode).join('/')
      return params
    }
    if (part.startsWith(':')) params[part.slice(1)] = decode(given)
    else if (part !== given) return undefined
  }
  return pattern.length === path.length ? params : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Plain left clicks on plain links to our own pages; everything else is the browser's. */
function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return
  const url = new URL(link.href)
  if (url.origin !== location.origin || matchRoute(url.pathname) === undefined) return
  if (url.hash !== '' && url.pathname + url.search === location.pathname + location.search) return
  event.preventDefault()
  void navigate(link.href, { stay: link.dataset.stay !== undefined })
}

function onPopState(): void {
  const url = new URL(location.href)
  const before = shown.value?.url
  const known = entryKey()
  entry = known ?? nameEntry()
  const scroll = scrolls.get(entry)
  if (before !== undefined && before.pathname + before.search === url.pathname + url.search) {
    if (known !== undefined && scroll !== undefined) scrollTo({ top: scroll, behavior: 'instant' })
    return
  }
  void show(url, { by: 'history', scroll })
}

/** Brings the reader to the place on a page that has just been drawn. Called once per page, after layout. */
export function arrive({ arrival, url }: Shown): void {
  if (arrival.by === 'stay') return
  const target = url.hash === '' ? null : document.getElementById(decode(url.hash.slice(1)))
  if (arrival.by === 'history' && arrival.scroll !== undefined) {
    scrollTo({ top: arrival.scroll, behavior: 'instant' })
  } else if (target !== null) {
    target.scrollIntoView({ behavior: 'instant' })
  } else {
    scrollTo({ top: 0, behavior: 'instant' })
  }
  if (arrival.by === 'start') return
  const focus = target ?? document.querySelector<HTMLElement>('main h1')
  if (focus === null || document.querySelector('main [data-autofocus]') !== null) return
  if (!focus.hasAttribute('tabindex')) focus.setAttribute('tabindex', '-1')
  focus.focus({ preventScroll: true })
}

function entryKey(): string | undefined {
  const state: unknown = history.state
  const key: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'entry') : undefined
  return typeof key === 'string' ? key : undefined
}

function nameEntry(): string {
  const key = crypto.randomUUID()
  history.replaceState({ entry: key }, '')
  return key
}

function readScrolls(): [string, number][] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(SCROLL_KEY) ?? '[]')
    return Array.isArray(stored) ? stored : []
  } catch {
    return []
  }
}
