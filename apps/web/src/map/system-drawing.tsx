import type { VNode } from 'preact'
import { roman } from './roman.ts'

/** A section through a backend: where each part of the book lies. Each name is a link to its chapters. */
export function SystemDrawing({ parts }: { parts: readonly string[] }): VNode {
  const names = [
    { x: 209, y: 62, anchor: 'middle' },
    { x: 552, y: 36, anchor: 'middle' },
    { x: 1020, y: 36, anchor: 'middle' },
    { x: 584, y: 172, anchor: 'start' },
    { x: 20, y: 258, anchor: 'start' },
  ] as const
  return (
    <figure class="system-drawing">
      <svg
        viewBox="0 0 1120 264"
        role="group"
        aria-label="The five parts of the book, as parts of a running backend"
      >
        <defs>
          <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 .8 7.4 4 0 7.2" class="line" />
          </marker>
          <pattern id="ground" width="9" height="9" patternUnits="userSpaceOnUse">
            <path d="M-1 10 10-1" class="hatch" />
          </pattern>
        </defs>
        <g class="line" aria-hidden="true">
          <circle cx="36" cy="98" r="16" />
          <path d="M66 90H356" marker-end="url(#tip)" />
          <path d="M362 107H72" marker-end="url(#tip)" class="faint" />
          <path d="M139 84v29M209 84v29M279 84v29" class="faint" />
          <rect x="372" y="52" width="360" height="92" />
          <path d="M444 52v92M516 52v92M588 52v92M660 52v92" class="faint" />
          <path d="M386 98H714" marker-end="url(#tip)" class="strong" />
          <path d="M732 90h198" marker-end="url(#tip)" />
          <path d="M936 107H738" marker-end="url(#tip)" class="faint" />
          <path d="M942 64v74c0 10 156 10 156 0V64" />
          <ellipse cx="1020" cy="64" rx="78" ry="10" />
          <path d="M942 88c0 10 156 10 156 0M942 113c0 10 156 10 156 0" class="faint" />
          <path d="M552 144v50h26" marker-end="url(#tip)" />
          <path d="M584 182h144v24H584ZM608 182v24M632 182v24M656 182v24M680 182v24M704 182v24" />
          <path d="M734 194h102" marker-end="url(#tip)" />
          <circle cx="856" cy="194" r="14" />
          <path d="M876 194h144v-40" marker-end="url(#tip)" class="faint" />
          <path d="M20 226h1080" />
          <rect x="20" y="226" width="1080" height="9" fill="url(#ground)" stroke="none" />
        </g>
        <g class="small" aria-hidden="true">
          <text x="36" y="134" text-anchor="middle">
            client
          </text>
        </g>
        {parts.map((title, index) => {
          const place = names[index]
          return (
            place !== undefined && (
              <a key={title} href={`#part-${index + 1}`}>
                <text x={place.x} y={place.y} text-anchor={place.anchor}>
                  <tspan class="numeral">{roman(index + 1)}</tspan>
                  <tspan dx="9">{title}</tspan>
                </text>
              </a>
            )
          )
        })}
      </svg>
    </figure>
  )
}
