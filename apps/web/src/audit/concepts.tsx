import type { VNode } from 'preact'
import { scores, type Book } from '../state.ts'

/** How one's backends do at each concept, in the order of the curriculum. */
export function Concepts({ book }: { book: Book }): VNode | null {
  const known = book.concepts.filter(({ id }) => scores.value.has(id))
  if (known.length === 0) return null
  return (
    <section class="audit-concepts" aria-labelledby="concepts">
      <h2 id="concepts" class="label">
        By concept
      </h2>
      <ul>
        {known.map(({ id, title }) => {
          const { score = 0, before = null } = scores.value.get(id) ?? {}
          return (
            <li key={id}>
              <a href={`/learn/${id}`}>{title}</a>
              <span class="bar" aria-hidden="true">
                <span style={{ width: `${score}%` }} />
                {before !== null && before !== score && <i style={{ left: `${before}%` }} />}
              </span>
              <span class="bar-words">
                {score}
                <span class="hidden"> of 100</span>
                {before !== null && before !== score && <small> was {before}</small>}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
