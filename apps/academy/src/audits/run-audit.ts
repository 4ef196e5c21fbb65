import { randomBytes } from 'node:crypto'
import {
  audit,
  BadDescription,
  BadTarget,
  CannotTell,
  createBudget,
  discover,
  hideSecrets,
  reportOf,
  toResult,
  Unreachable,
  version,
  type AuditConfig,
  type Check,
  type Report,
  type Result,
} from '@principia/audit'
import type { LiveEvent } from './live.ts'

/** Requests in all, and per second: what the command line allows itself on its own machine. */
const BUDGET = 50_000
const RATE = 1000
/** Characters of evidence that a report keeps; what is found after that is kept without. */
const MOST_EVIDENCE = 8 << 20

export interface Assignment {
  readonly target: URL
  readonly config: AuditConfig
  readonly checks: readonly Check[]
  readonly signal: AbortSignal
  readonly tell: (event: LiveEvent) => void
}

/** How an audit ended. A stopped one has what there was by then. */
export interface Ended {
  readonly state: 'done' | 'stopped' | 'failed'
  readonly report: Report | undefined
  /** Why it failed, as a sentence. */
  readonly fault: string | undefined
}

/**
 * Audits a target until it is done or the signal comes.
 *
 * @throws what no target can be blamed for
 */
export async function runAudit({ target: url, config, checks, signal, tell }: Assignment): Promise<Ended> {
  const startedAt = new Date()
  const begun = performance.now()
  const seed = randomBytes(4).toString('hex')
  const budget = createBudget(BUDGET, RATE)
  const target = await lookAround()
  if (signal.aborted) return { state: 'stopped', report: undefined, fault: undefined }
  if (typeof target === 'string') return { state: 'failed', report: undefined, fault: target }

  const hide = hideSecrets(config, target.users)
  const known = target.known.map(hide)
  tell({ kind: 'known', known, checks: checks.length })
  const ended = new Map<string, Result>()
  let evidence = 0
  await audit({
    checks,
    target,
    budget,
    seed,
    signal,
    onBegin: ({ id }) => tell({ kind: 'begin', id }),
    onEnd(outcome) {
      const result = toResult(outcome, { hide })
      evidence += sizeOf(result)
      ended.set(result.id, evidence > MOST_EVIDENCE ? { ...result, evidence: [] } : result)
      const { id, severity, outcome: came, claim, says } = result
      tell({ kind: 'end', id, severity, outcome: came, claim, says })
    },
  })
  const report = reportOf(
    checks.flatMap(({ id }) => ended.get(id) ?? []),
    {
      version: version(),
      target: url.href,
      seed,
      startedAt,
      duration: performance.now() - begun,
      requests: budget.used(),
      known,
    },
  )
  return { state: signal.aborted ? 'stopped' : 'done', report, fault: undefined }

  /** What is known of the target; a sentence where it cannot be audited. */
  async function lookAround() {
    try {
      return await discover(url.href, config, budget, seed, signal)
    } catch (error) {
      if (signal.aborted) return 'It was stopped.'
      if (error instanceof Unreachable) return `${error.message} Is it running?`
      if (error instanceof BadTarget || error instanceof BadDescription || error instanceof CannotTell)
        return error.message
      throw error
    }
  }
}

function sizeOf({ evidence }: Result): number {
  return evidence.reduce(
    (sum, { sent, received, again }) => sum + sent.length + received.length + again.length,
    0,
  )
}
