import type { VNode } from 'preact'
import type { Curriculum, TocEntry } from '../api.ts'
import { typeset } from '../lib/typeset.ts'

/** Study, build, break, audit: what a learner does with every concept, each a way into the chapter's own section. */
export function Cycle({ cycle, toc }: { cycle: Curriculum['cycle']; toc: readonly TocEntry[] }): VNode {
  return (
    <section class="cycle" aria-labelledby="page-cycle">
      <h2 id="page-cycle" class="label">
        The cycle
      </h2>
      <ol>
        {cycle.map(({ step, question }) => {
          const there = toc.some(({ id }) => id === step)
          return (
            <li key={step}>
              {there ? <a href={`#${step}`}>{step}</a> : <b>{step}</b>}
              <p>{typeset(question)}</p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
