import type { VNode } from 'preact'
import type { ReadingPath } from '../api.ts'
import { StatusMark } from '../parts/status-mark.tsx'
import { statusOf, user, type Book } from '../state.ts'

/** The reading orders. One choice at a time, kept in the address so that it can be shared and goes back. */
export function Paths({ book, path }: { book: Book; path: ReadingPath | undefined }): VNode {
  return (
    <section class="paths" aria-labelledby="paths">
      <h2 id="paths" class="label">
        Reading order
      </h2>
      <ul class="path-choice">
        <li>
          <a href="/" data-stay aria-current={path === undefined ? 'true' : undefined}>
            The whole book
          </a>
          <small>{count(book.concepts.length)}</small>
        </li>
        {book.paths.map(({ id, title, concepts }) => (
          <li key={id}>
            <a href={`/?path=${id}`} data-stay aria-current={id === path?.id ? 'true' : undefined}>
              {title}
            </a>
            <small>{count(concepts.length)}</small>
          </li>
        ))}
      </ul>
      {path !== undefined && <PathLine book={book} path={path} />}
      {path === undefined && user.value !== null && <Standing ids={book.concepts.map(({ id }) => id)} />}
    </section>
  )
}

const count = (n: number): string => `${n} chapters`

function PathLine({ book, path }: { book: Book; path: ReadingPath }): VNode {
  return (
    <>
      <Standing ids={path.concepts} />
      <ol class="path-line" aria-label={path.title}>
        {path.concepts.map((id, index) => {
          const concept = book.byId.get(id)
          return (
            concept !== undefined && (
              <li key={id} data-written={concept.written}>
                <StatusMark status={statusOf(id)} />
                <span class="path-step">{index + 1}</span>
                <a href={`/learn/${id}`}>{concept.title}</a>
              </li>
            )
          )
        })}
      </ol>
    </>
  )
}

/** How far along one is: in words, and as a rule whose filled part is measured, not decorated. */
function Standing({ ids }: { ids: readonly string[] }): VNode {
  const completed = ids.filter((id) => statusOf(id) === 'completed').length
  const begun = ids.filter((id) => statusOf(id) === 'in-progress').length
  return (
    <div class="standing">
      <svg viewBox={`0 0 ${ids.length} 1`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="rest" width={ids.length} height="1" />
        <rect class="begun" width={completed + begun} height="1" />
        <rect class="completed" width={completed} height="1" />
      </svg>
      <p>
        {completed} of {ids.length} completed{begun > 0 && `, ${begun} in progress`}
      </p>
    </div>
  )
}
