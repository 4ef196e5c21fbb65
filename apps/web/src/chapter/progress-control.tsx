import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { isUnreachable, type Progress, type Status } from '../api.ts'
import { formatDay } from '../lib/dates.ts'
import { signInHref } from '../parts/account-menu.tsx'
import { STATUS_NAMES, StatusMark } from '../parts/status-mark.tsx'
import { ScoreNote } from '../audit/score-note.tsx'
import { isSignedOut, progress, setStatus, user } from '../state.ts'

const STATUSES: readonly Status[] = ['not-started', 'in-progress', 'completed']

export function ProgressControl({ concept }: { concept: string }): VNode {
  const message = useSignal('')
  const pending = useSignal<Status | null>(null)
  const item = progress.value.get(concept)
  const status = pending.value ?? item?.status ?? 'not-started'

  const choose = async (chosen: Status): Promise<void> => {
    if (pending.value !== null) return
    pending.value = chosen
    try {
      await setStatus(concept, chosen)
      message.value = ''
    } catch (error) {
      if (isSignedOut(error)) user.value = null
      message.value = isUnreachable(error)
        ? 'Not saved: the server does not answer.'
        : `Not saved: ${String(error)}`
    }
    pending.value = null
  }

  if (user.value === null) {
    return (
      <section class="progress-control" aria-labelledby="page-progress">
        <h2 id="page-progress" class="label">
          Your progress
        </h2>
        <p>
          <a href={signInHref()}>Sign in</a> to keep track of it.
        </p>
      </section>
    )
  }
  return (
    <section class="progress-control" aria-labelledby="page-progress">
      <h2 id="page-progress" class="label">
        Your progress
      </h2>
      <div role="radiogroup" aria-labelledby="page-progress">
        {STATUSES.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="progress"
              checked={status === value}
              onChange={() => void choose(value)}
            />
            <StatusMark status={value} spoken={false} />
            <span>{STATUS_NAMES[value]}</span>
          </label>
        ))}
      </div>
      <p class="progress-dates">{datesOf(item)}</p>
      <ScoreNote concept={concept} />
      <p role="alert">{message.value}</p>
    </section>
  )
}

function datesOf(item: Progress | undefined): string {
  if (item === undefined || item.status === 'not-started') return ''
  if (item.status === 'completed' && item.completedAt !== null)
    return `Completed ${formatDay(item.completedAt)}`
  return item.startedAt === null ? '' : `Since ${formatDay(item.startedAt)}`
}
