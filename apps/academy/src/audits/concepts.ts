import type { AuditSummary } from './audits.ts'

/** How a learner's backend does at one concept: the newest score, and the one before it of the same target. */
export interface ConceptProgress {
  readonly concept: string
  readonly score: number
  readonly before: number | null
  readonly audit: string
  readonly target: string
  readonly at: string
}

/**
 * Progress per concept. Only audits that came to their end count, and only of one target are two scores compared: another
 * backend is not the same one made better.
 *
 * @param audits the newest first
 */
export function conceptProgress(audits: readonly AuditSummary[]): ConceptProgress[] {
  const newest = new Map<string, ConceptProgress>()
  for (const { id, state, target, startedAt, concepts } of audits) {
    if (state !== 'done') continue
    for (const { concept, score } of concepts) {
      if (score === null) continue
      const known = newest.get(concept)
      if (known === undefined)
        newest.set(concept, { concept, score, before: null, audit: id, target, at: startedAt })
      else if (known.before === null && known.target === target)
        newest.set(concept, { ...known, before: score })
    }
  }
  return [...newest.values()]
}
