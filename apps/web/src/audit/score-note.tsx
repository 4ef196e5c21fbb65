import type { VNode } from 'preact'
import { scores } from '../state.ts'

/** What one's newest audit says of a concept, in a line; nothing where there is none. */
export function ScoreNote({ concept }: { concept: string }): VNode | null {
  const found = scores.value.get(concept)
  if (found === undefined) return null
  const { score, before, audit } = found
  return (
    <p class="score-note">
      <a href={`/audit?show=${audit}`}>
        Audit: {score} <span class="hidden">of 100</span>
      </a>
      {before !== null && before !== score && ` (before: ${before})`}
    </p>
  )
}
