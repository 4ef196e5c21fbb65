import type { VNode } from 'preact'
import type { ReadingPath } from '../api.ts'
import { StatusMark } from '../parts/status-mark.tsx'
import { statusOf, type Book, type Placed } from '../state.ts'
import { roman } from './roman.ts'

/** The table of contents: every concept once, in its part. A chosen path numbers its own and steps the others back. */
export function Contents({ book, path }: { book: Book; path: ReadingPath | undefined }): VNode {
  return (
    <section class="contents" id="contents" aria-labelledby="contents-title" data-path={path !== undefined}>
      <div class="contents-head">
        <h2 id="contents-title" class="label">
          Contents
        </h2>
        <Legend />
      </div>
      <div class="contents-parts">
        {book.parts.map((part, index) => (
          <section
            key={part.title}
            class="contents-part"
            id={`part-${index + 1}`}
            aria-labelledby={`part-title-${index}`}
          >
            <h3 id={`part-title-${index}`}>
              <span class="numeral">{roman(index + 1)}</span> {part.title}
            </h3>
            <ol>
              {part.concepts.map(({ id }) => {
                const concept = book.byId.get(id)
                return concept === undefined ? null : <Entry key={id} concept={concept} path={path} />
              })}
            </ol>
          </section>
        ))}
      </div>
    </section>
  )
}

function Entry({ concept, path }: { concept: Placed; path: ReadingPath | undefined }): VNode {
  const step = path === undefined ? -1 : path.concepts.indexOf(concept.id)
  const off = path !== undefined && step === -1
  return (
    <li class="entry" data-written={concept.written} data-off={off}>
      <StatusMark status={statusOf(concept.id)} />
      {step === -1 ? (
        <span class="entry-number">{path === undefined && concept.order}</span>
      ) : (
        <span class="entry-number" data-step>
          <span class="hidden">step </span>
          {step + 1}
        </span>
      )}
      <a href={`/learn/${concept.id}`}>{concept.title}</a>
      <span class="leader" aria-hidden="true" />
      <span class="entry-note">{concept.written ? `${concept.minutes} min` : 'not yet written'}</span>
    </li>
  )
}

function Legend(): VNode {
  return (
    <ul class="legend" aria-label="Marks">
      <li>
        <StatusMark status="not-started" spoken={false} /> not started
      </li>
      <li>
        <StatusMark status="in-progress" spoken={false} /> in progress
      </li>
      <li>
        <StatusMark status="completed" spoken={false} /> completed
      </li>
    </ul>
  )
}
