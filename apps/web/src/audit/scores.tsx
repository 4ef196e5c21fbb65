import type { VNode } from 'preact'
import type { Audit } from '../api.ts'

const WIDTH = 600
const HEIGHT = 90
const EDGE = 8

/** How the scores of one target went, as a line. The list beside it says the same in words. */
export function Scores({ audits }: { audits: readonly Audit[] }): VNode {
  const first = audits[0]
  const last = audits.at(-1)
  const points = audits.map(({ id, score }, index) => ({
    id,
    x: EDGE + (index / Math.max(1, audits.length - 1)) * (WIDTH - 2 * EDGE),
    y: EDGE + (1 - (score ?? 0) / 100) * (HEIGHT - 2 * EDGE),
  }))
  return (
    <figure class="scores">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Scores of ${first?.target ?? ''} over time, from ${String(first?.score)} to ${String(last?.score)}`}
      >
        <path class="scale" d={`M0 ${EDGE}H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT - EDGE}H${WIDTH}`} />
        <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
        {points.map(({ id, x, y }) => (
          <circle key={id} cx={x} cy={y} r="4" />
        ))}
      </svg>
      <figcaption class="meta">
        {first?.target}: from {first?.score} to {last?.score} in {audits.length} audits
      </figcaption>
    </figure>
  )
}
