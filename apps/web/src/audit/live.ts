import { batch, signal } from '@preact/signals'
import { auditLiveUrl, type Severity } from '../api.ts'

/** What a running audit has told so far. */
export interface LiveAudit {
  readonly id: string
  /** `undefined` until what there is to know of the target is known. */
  readonly checks: number | undefined
  readonly known: readonly string[]
  readonly running: ReadonlySet<string>
  readonly ended: number
  readonly findings: readonly LiveFinding[]
  /** Whether the connection is lost, and sought again. */
  readonly isLost: boolean
}

export interface LiveFinding {
  readonly id: string
  readonly severity: Severity
  readonly claim: string
  readonly says: string
}

export const live = signal<LiveAudit | null>(null)

let source: EventSource | undefined

/**
 * Watches an audit until it is over. A lost connection is the browser's to mend: it names the last event that it has, and
 * is told those after it.
 */
export function watch(id: string, onOver: () => void): void {
  if (live.peek()?.id === id && source !== undefined) return
  unwatch()
  live.value = {
    id,
    checks: undefined,
    known: [],
    running: new Set(),
    ended: 0,
    findings: [],
    isLost: false,
  }
  const stream = new EventSource(auditLiveUrl(id))
  source = stream
  const change = (to: (audit: LiveAudit) => Partial<LiveAudit>) => {
    const before = live.peek()
    if (before?.id === id) live.value = { ...before, ...to(before) }
  }
  const on = (kind: string, act: (data: Readonly<Record<string, unknown>>) => void) =>
    stream.addEventListener(kind, ({ data }: MessageEvent<string>) =>
      batch(() => act(JSON.parse(data) as Record<string, unknown>)),
    )
  const over = () => {
    if (source !== stream) return
    unwatch()
    onOver()
  }
  stream.addEventListener('open', () => change(() => ({ isLost: false })))
  stream.addEventListener('error', () => {
    // Closed for good: the audit is gone, or nobody is signed in any more. The page finds out which.
    if (stream.readyState === EventSource.CLOSED) over()
    else change(() => ({ isLost: true }))
  })
  on('known', ({ known, checks }) =>
    change(() => ({ known: (known as string[]) ?? [], checks: Number(checks) })),
  )
  on('begin', ({ id: check }) => change(({ running }) => ({ running: new Set(running).add(String(check)) })))
  on('end', (data) =>
    change(({ running, ended, findings }) => ({
      running: new Set([...running].filter((check) => check !== data.id)),
      ended: ended + 1,
      findings: data.outcome === 'failed' ? [...findings, toFinding(data)] : findings,
    })),
  )
  on('over', over)
}

export function unwatch(): void {
  source?.close()
  source = undefined
  live.value = null
}

function toFinding({ id, severity, claim, says }: Readonly<Record<string, unknown>>): LiveFinding {
  return {
    id: String(id),
    severity: severity as Severity,
    claim: String(claim),
    says: typeof says === 'string' ? says : '',
  }
}
