import type { VNode } from 'preact'
import type { Status } from '../api.ts'

export const STATUS_NAMES: Readonly<Record<Status, string>> = {
  'not-started': 'not started',
  'in-progress': 'in progress',
  completed: 'completed',
}

/** A status by shape: an open ring, a half-filled one, a full one with a tick. Colour only repeats it. */
export function StatusMark({ status, spoken = true }: { status: Status; spoken?: boolean }): VNode {
  return (
    <span class="status-mark" data-status={status}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" />
        {status === 'in-progress' && <path class="half" d="M8 2a6 6 0 0 0 0 12Z" />}
        {status === 'completed' && <path class="tick" d="m4.9 8.2 2.2 2.3 4-4.6" />}
      </svg>
      {spoken && <span class="hidden">{STATUS_NAMES[status]}</span>}
    </span>
  )
}
