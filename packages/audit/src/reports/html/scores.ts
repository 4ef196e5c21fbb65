import type { Report, Score } from '../../report.ts'
import { html, type Markup } from './markup.ts'

/** What it came to in all, as a ring. */
export function ring({ score }: Score): Markup {
  return html`<svg
    class="ring ${grade(score)}"
    viewBox="0 0 120 120"
    role="img"
    aria-label="Score: ${score ?? 'none'} of 100"
  >
    <circle class="track" cx="60" cy="60" r="52" />
    <circle class="value" cx="60" cy="60" r="52" pathLength="100" stroke-dasharray="${score ?? 0} 100" />
    <text x="60" y="62">${score ?? '–'}</text>
    <text class="of" x="60" y="84">of 100</text>
  </svg>`
}

/** One bar for each concept; they lead to its checks. */
export function concepts({ concepts: all, results }: Report): Markup {
  const first = (wanted: string) => {
    const own = results.filter(({ concept }) => concept === wanted)
    return (own.find(({ outcome }) => outcome === 'failed') ?? own[0])?.id ?? ''
  }
  return html`<ul class="concepts">
    ${all.map(
      ({ concept, ...score }) =>
        html`<li>
          <a class="${grade(score.score)}" href="#${first(concept)}" data-concept="${concept}">
            <span class="name">${concept}</span><span class="number">${score.score ?? '–'}</span>
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect class="track" width="100" height="6" />
              <rect class="value" width="${score.score ?? 0}" height="6" />
            </svg>
            <span class="counts">${counted(score)}</span></a
          >
        </li>`,
    )}
  </ul>`
}

function counted({ passed, failed, inconclusive }: Score): string {
  return [
    ...(failed > 0 ? [`${failed} found`] : []),
    `${passed} good`,
    ...(inconclusive > 0 ? [`${inconclusive} open`] : []),
  ].join(', ')
}

function grade(score: number | null): string {
  if (score === null) return 'none'
  return score === 100 ? 'good' : score >= 75 ? 'fair' : 'poor'
}
