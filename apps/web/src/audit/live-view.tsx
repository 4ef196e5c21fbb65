import { useComputed, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { api, type Audit } from '../api.ts'
import { reload } from '../lib/router.ts'
import { live, unwatch, type LiveAudit } from './live.ts'
import { many } from './words.ts'

/** An audit as it goes. What moves is hidden from screen readers, which are told at each quarter instead. */
export function LiveView({ audit }: { audit: Audit }): VNode {
  const quarter = useComputed(() => sayQuarter(live.value))
  const stopping = useSignal(false)
  const found = live.value
  const stop = async (): Promise<void> => {
    stopping.value = true
    unwatch()
    await api('DELETE /api/audits/:id', { params: { id: audit.id } }).catch(() => undefined)
    await reload()
  }
  const checks = found?.checks
  return (
    <section class="audit-live" aria-labelledby="live">
      <header>
        <h2 id="live">
          Auditing <span class="address">{audit.target}</span>
        </h2>
        <button type="button" class="quiet-button" aria-disabled={stopping.value} onClick={() => void stop()}>
          Stop and forget it
        </button>
      </header>
      <progress
        aria-label="Checks that have ended"
        max={checks ?? 1}
        {...(checks === undefined ? {} : { value: found?.ended ?? 0 })}
      />
      <p class="audit-now" aria-hidden="true">
        {checks === undefined ? 'Looking around…' : `${found?.ended ?? 0} of ${checks} checks`}
        <span>{found?.isLost === true ? 'Connecting again…' : [...(found?.running ?? [])].join(', ')}</span>
      </p>
      <p class="hidden" role="status">
        {quarter}
      </p>
      {found !== null && found.findings.length > 0 && (
        <ol class="live-findings" reversed>
          {found.findings.toReversed().map(({ id, severity, claim, says }) => (
            <li key={id}>
              <span class="severity" data-severity={severity}>
                {severity}
              </span>
              <div>
                <p class="claim">{claim}</p>
                <p class="says">{says}</p>
                <code>{id}</code>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function sayQuarter(audit: LiveAudit | null): string {
  if (audit === null) return ''
  const { checks, ended, findings } = audit
  if (checks === undefined) return 'The audit has begun.'
  const percent = Math.floor((4 * ended) / Math.max(1, checks)) * 25
  // The number of findings is that of the moment when a quarter was passed: a change of it alone says nothing.
  const key = `${audit.id} ${percent}`
  if (last.key !== key) {
    last.key = key
    last.words = `${percent} percent of ${checks} checks, ${many(findings.length, 'finding')}.`
  }
  return last.words
}

const last = { key: '', words: '' }
