import type { VNode } from 'preact'
import type { Book, Placed } from '../state.ts'

export function Neighbours({ book, concept }: { book: Book; concept: Placed }): VNode {
  const previous = book.concepts[concept.order - 2]
  const next = book.concepts[concept.order]
  return (
    <nav class="neighbours" aria-label="Chapters before and after">
      {previous !== undefined ? <Neighbour concept={previous} direction="Previous" /> : <span />}
      {next !== undefined && <Neighbour concept={next} direction="Next" />}
    </nav>
  )
}

function Neighbour({ concept, direction }: { concept: Placed; direction: 'Previous' | 'Next' }): VNode {
  return (
    <a href={`/learn/${concept.id}`} data-direction={direction} rel={direction === 'Next' ? 'next' : 'prev'}>
      <small>
        {direction}
        {!concept.written && ', not yet written'}
      </small>
      <span>
        {concept.order} {concept.title}
      </span>
    </a>
  )
}
