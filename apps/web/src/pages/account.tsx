import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useMemo, useRef } from 'preact/hooks'
import { ProblemError } from 'principia/client'
import { api, isUnreachable, signUp, type NewAccount, type User } from '../api.ts'
import { attemptKeys } from '../lib/attempt.ts'
import { matchRoute, navigate, type Place, type Ready } from '../lib/router.ts'
import { Field } from '../parts/field.tsx'
import { signInHref } from '../parts/account-menu.tsx'
import { enter, loadBook } from '../state.ts'

export async function signInPage({ url }: Place): Promise<Ready> {
  await loadBook()
  return { title: 'Sign in', view: () => <AccountForm key="in" kind="sign-in" back={returnTo(url)} /> }
}

export async function signUpPage({ url }: Place): Promise<Ready> {
  await loadBook()
  return {
    title: 'Create an account',
    view: () => <AccountForm key="up" kind="sign-up" back={returnTo(url)} />,
  }
}

/** Only pages of this site: an address from elsewhere would make the form a trap. */
function returnTo(url: URL): string {
  const given = url.searchParams.get('return') ?? '/'
  const target = new URL(given, url.origin)
  const ours =
    target.origin === url.origin && given.startsWith('/') && matchRoute(target.pathname) !== undefined
  return ours ? target.pathname + target.search + target.hash : '/'
}

type Errors = Readonly<Record<string, string>>

function AccountForm({ kind, back }: { kind: 'sign-in' | 'sign-up'; back: string }): VNode {
  const form = useRef<HTMLFormElement>(null)
  const busy = useSignal(false)
  const general = useSignal('')
  const errors = useSignal<Errors>({})
  const isNew = kind === 'sign-up'
  const keyFor = useMemo(() => attemptKeys(), [])
  const signUpOnce = (account: NewAccount): Promise<User> => signUp(account, keyFor(account))

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy.value || form.current === null) return
    const data = new FormData(form.current)
    const value = (name: string): string => {
      const given = data.get(name)
      return typeof given === 'string' ? given : ''
    }
    const email = value('email').trim()
    busy.value = true
    try {
      const password = value('password')
      const account = await (isNew
        ? signUpOnce({ name: value('name').trim(), email, password })
        : api.ok('POST /api/session', { body: { email, password } }))
      await enter(account)
      await navigate(back, { replace: true })
    } catch (error) {
      ;({ fields: errors.value, general: general.value } = explain(error, value))
      const first = Object.keys(errors.value)[0]
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>(first ? `[name="${first}"]` : '[role="alert"]')?.focus(),
      )
    }
    busy.value = false
  }

  return (
    <section class="account-page">
      <h1>{isNew ? 'Create an account' : 'Sign in'}</h1>
      <p>
        {isNew ? 'For your notes and your progress. Reading needs none.' : 'To your notes and your progress.'}
      </p>
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
        <p class="form-error" role="alert" tabIndex={-1}>
          {general.value}
        </p>
        {isNew && (
          <Field name="name" label="Name" type="text" autocomplete="name" error={errors.value.name} />
        )}
        <Field name="email" label="Email" type="email" autocomplete="username" error={errors.value.email} />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete={isNew ? 'new-password' : 'current-password'}
          error={errors.value.password}
          {...(isNew && { hint: 'At least 8 characters.' })}
        />
        <button type="submit" class="button" aria-disabled={busy.value}>
          {isNew ? 'Create the account' : 'Sign in'}
        </button>
      </form>
      <p class="account-other">
        {isNew ? 'You have an account? ' : 'No account yet? '}
        <a href={signInHref(isNew ? '/sign-in' : '/sign-up')}>{isNew ? 'Sign in' : 'Create one'}</a>
      </p>
    </section>
  )
}

const LABELS: ReadonlyMap<string, string> = new Map([
  ['name', 'Name'],
  ['email', 'Email'],
  ['password', 'Password'],
])

/** The server says what is wrong with a field without naming it: "must have at least 8 characters". */
function sentence(label: string, message: string): string {
  return `${label} ${message.replace(/ an email$/, ' an email address')}.`
}

/** Errors that name a field go beside it; whatever is left over is said once, above the form. */
function explain(error: unknown, given: (name: string) => string): { fields: Errors; general: string } {
  if (isUnreachable(error))
    return { fields: {}, general: 'The server does not answer. Try again in a moment.' }
  if (!(error instanceof ProblemError)) throw error
  const fields: Record<string, string> = {}
  for (const { pointer, message } of error.errors) {
    const name = pointer.slice(1)
    const label = LABELS.get(name)
    if (label !== undefined)
      fields[name] ??= given(name).trim() === '' ? `${label} must not be empty.` : sentence(label, message)
  }
  if (error.problem === 'email-taken') fields.email = 'This address has an account already. Sign in instead?'
  return { fields, general: Object.keys(fields).length > 0 ? '' : generalOf(error) }
}

function generalOf({ problem, message }: ProblemError): string {
  if (problem === 'wrong-credentials') return 'The email or the password is wrong.'
  return message
}
