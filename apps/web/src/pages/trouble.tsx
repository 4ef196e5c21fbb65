import type { VNode } from 'preact'
import { ProblemError } from 'principia/client'
import { isUnreachable } from '../api.ts'
import { reload, type Ready } from '../lib/router.ts'
import { notFound } from './not-found.tsx'

/** What is shown when a page could not be loaded. The address stays, so trying again goes to the same page. */
export function trouble(error: unknown): Ready {
  if (error instanceof ProblemError && error.status === 404) return notFound()
  if (isUnreachable(error)) {
    return { title: 'No answer', view: () => <NoAnswer /> }
  }
  console.error(error)
  return { title: 'Something went wrong', view: () => <Failed error={error} /> }
}

function NoAnswer(): VNode {
  return (
    <section class="plain-page">
      <h1>The server does not answer</h1>
      <p>
        Either it is not running or the network is gone. Text that you have written in notes is kept on this
        device and will be saved when the server is back.
      </p>
      <p>
        <RetryButton />
      </p>
    </section>
  )
}

function Failed({ error }: { error: unknown }): VNode {
  const problem = error instanceof ProblemError ? error.document : undefined
  return (
    <section class="plain-page">
      <h1>{problem?.title ?? 'Something went wrong'}</h1>
      <p>{problem?.detail ?? 'This page could not be drawn. The fault is ours, not yours.'}</p>
      {problem?.requestId !== undefined && (
        <p class="meta">
          Request <code>{problem.requestId}</code>: the <a href="/inspector">inspector</a> has its record.
        </p>
      )}
      <p>
        <RetryButton />
      </p>
    </section>
  )
}

function RetryButton(): VNode {
  return (
    <button type="button" class="button" onClick={() => void reload()}>
      Try again
    </button>
  )
}
