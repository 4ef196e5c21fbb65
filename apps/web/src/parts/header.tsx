import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { navigate, shown } from '../lib/router.ts'
import { onKey } from '../lib/keys.ts'
import { AccountMenu } from './account-menu.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { useDisclosure } from './disclosure.ts'

const LINKS: readonly (readonly [string, string])[] = [
  ['/', 'Map'],
  ['/notes', 'Notes'],
  ['/audit', 'Audit'],
]

export function Header(): VNode {
  const menu = useDisclosure()
  const path = shown.value?.url.pathname
  return (
    <header class="site-header">
      <div class="site-header-row">
        <a class="wordmark" href="/">
          Principia
        </a>
        <SearchBox hidden={path === '/search'} />
        <a class="icon-link to-search" href="/search" aria-label="Search">
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="8.5" cy="8.5" r="5.5" />
            <path d="m13 13 5 5" />
          </svg>
        </a>
        <button {...menu.button} class="menu-button">
          Menu
        </button>
        <div {...menu.panel} class="site-menu" data-open={menu.open.value}>
          <nav aria-label="Site">
            <ul>
              {LINKS.map(([href, text]) => (
                <li key={href}>
                  <a href={href} aria-current={path === href ? 'page' : undefined}>
                    {text}
                  </a>
                </li>
              ))}
              <li>
                <a href="/inspector">Inspector</a>
              </li>
            </ul>
          </nav>
          <ThemeSwitch />
          <AccountMenu />
        </div>
      </div>
    </header>
  )
}

function SearchBox({ hidden }: { hidden: boolean }): VNode | null {
  const input = useRef<HTMLInputElement>(null)
  const text = useSignal('')
  useEffect(
    () =>
      onKey('/', () => {
        const box = [...document.querySelectorAll<HTMLInputElement>('input[type="search"]')].find(
          (found) => found.offsetParent !== null,
        )
        if (box === undefined) void navigate('/search')
        else box.select()
      }),
    [],
  )
  if (hidden) return null
  const submit = (event: Event): void => {
    event.preventDefault()
    const query = text.value.trim()
    text.value = ''
    input.current?.blur()
    void navigate(query === '' ? '/search' : `/search?q=${encodeURIComponent(query)}`)
  }
  return (
    <form class="header-search" role="search" action="/search" onSubmit={submit}>
      <input
        ref={input}
        type="search"
        name="q"
        aria-label="Search the chapters and your notes"
        placeholder="Search"
        aria-keyshortcuts="/"
        autocomplete="off"
        value={text}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  )
}
