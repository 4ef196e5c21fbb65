import type { VNode } from 'preact'
import { useSignal } from '@preact/signals'
import { reload, shown } from '../lib/router.ts'
import { closeNotes } from '../notes/panel-state.ts'
import { leave, user } from '../state.ts'
import { useDisclosure } from './disclosure.ts'

/** Where to come back to after signing in: the page one is on, unless that is a form itself. */
export function signInHref(form: '/sign-in' | '/sign-up' = '/sign-in'): string {
  const url = shown.value?.url
  const here = url === undefined ? '/' : url.pathname + url.search
  if (here.startsWith('/sign-')) return url?.search ? `${form}${url.search}` : form
  return here === '/' ? form : `${form}?return=${encodeURIComponent(here)}`
}

export function AccountMenu(): VNode {
  const menu = useDisclosure()
  const failed = useSignal(false)
  const account = user.value
  if (account === null) {
    return (
      <a class="account-link" href={signInHref()}>
        Sign in
      </a>
    )
  }
  /** The notes close first: they save what they hold, and nothing of this account stays on the screen. */
  const signOut = async (): Promise<void> => {
    closeNotes()
    try {
      await leave()
      failed.value = false
      await reload()
    } catch {
      failed.value = true
    }
  }
  return (
    <div class="account">
      <button {...menu.button} class="account-button">
        {account.name}
      </button>
      <div {...menu.panel} class="account-panel" hidden={!menu.open.value}>
        <p class="account-email">{account.email}</p>
        <button type="button" class="quiet-button" onClick={() => void signOut()}>
          Sign out
        </button>
        {failed.value && <p role="alert">Signing out did not reach the server. Try again.</p>}
      </div>
    </div>
  )
}
