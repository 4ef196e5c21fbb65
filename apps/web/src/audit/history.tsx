import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { api, type Audit } from '../api.ts'
import { formatMinute } from '../lib/dates.ts'
import { navigate } from '../lib/router.ts'
import { Scores } from './scores.tsx'
import { SEVERITIES } from './words.ts'

/** All audits that are kept, the latest first, with how the scores of the shown one's target went. */
export function History({ items, shown }: { items: readonly Audit[]; shown: Audit | undefined }): VNode {
  const ofTarget = items.filter(
    ({ target, state, score }) => target === shown?.target && state === 'done' && score !== null,
  )
  return (
    <section class="audit-history" aria-labelledby="history">
      <h2 id="history" class="label">
        History
      </h2>
      {ofTarget.length > 1 && <Scores audits={ofTarget.toReversed()} />}
      <ul>
        {items.map((audit) => (
          <Entry key={audit.id} audit={audit} isShown={audit.id === shown?.id} />
        ))}
      </ul>
    </section>
  )
}

function Entry({ audit, isShown }: { audit: Audit; isShown: boolean }): VNode {
  const { id, target, startedAt, state, score, found, origin } = audit
  const trouble = useSignal('')
  const forget = async (): Promise<void> => {
    try {
      await api.ok('DELETE /api/audits/:id', { params: { id } })
      await navigate('/audit', { stay: true, replace: true })
      document.querySelector<HTMLElement>('main h1')?.focus()
    } catch (error) {
      trouble.value = `It could not be forgotten: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  const when = formatMinute(startedAt)
  return (
    <li data-shown={isShown}>
      <b class="history-score">{state === 'running' ? '…' : (score ?? '–')}</b>
      <div>
        <a class="address" href={`/audit?show=${id}`} aria-current={isShown ? 'true' : undefined}>
          {target}
        </a>
        <p class="meta">
          <time dateTime={startedAt}>{when}</time>
          {state === 'done'
            ? `, ${SEVERITIES.map((severity) => `${found[severity]} ${severity}`).join(', ')}`
            : `, ${state}`}
          {origin === 'pasted' && ', pasted'}
        </p>
        <p role="alert">{trouble.value}</p>
      </div>
      {state !== 'running' && (
        <button
          type="button"
          class="quiet-button"
          aria-label={`Forget the audit of ${target}, ${when}`}
          onClick={() => void forget()}
        >
          Forget
        </button>
      )}
    </li>
  )
}
