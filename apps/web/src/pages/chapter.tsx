import type { VNode } from 'preact'
import { getChapter, type Chapter } from '../api.ts'
import { ChapterNotes } from '../chapter/chapter-notes.tsx'
import { Cycle } from '../chapter/cycle.tsx'
import { Neighbours } from '../chapter/neighbours.tsx'
import { ProgressControl } from '../chapter/progress-control.tsx'
import { Prose } from '../chapter/prose.tsx'
import { TableOfContents } from '../chapter/toc.tsx'
import { notesOpen } from '../notes/panel-state.ts'
import type { Place, Ready } from '../lib/router.ts'
import { typeset } from '../lib/typeset.ts'
import { roman } from '../map/roman.ts'
import { loadBook, type Book, type Placed } from '../state.ts'
import { notFound } from './not-found.tsx'

/** A chapter, or for one not yet written what is known of it: its topics, its notes, its progress. */
export async function chapterPage({ params, url }: Place): Promise<Ready> {
  const id = params.concept ?? ''
  const book = await loadBook()
  const concept = book.byId.get(id)
  if (concept === undefined) return notFound()
  const chapter = concept.written ? await getChapter(id) : undefined
  if (url.searchParams.has('notes')) notesOpen.value = true
  return {
    title: concept.title,
    view: () => <ChapterView key={id} book={book} concept={concept} chapter={chapter} />,
  }
}

interface Props {
  readonly book: Book
  readonly concept: Placed
  readonly chapter: Chapter | undefined
}

function ChapterView({ book, concept, chapter }: Props): VNode {
  return (
    <div class="chapter" data-notes={notesOpen.value ? 'open' : 'closed'}>
      <article class="chapter-text">
        <ChapterHead concept={concept} chapter={chapter} />
        {chapter === undefined ? <NotWritten book={book} concept={concept} /> : <Prose html={chapter.html} />}
        {chapter !== undefined && chapter.code.length > 0 && <CodeList code={chapter.code} />}
        <Neighbours book={book} concept={concept} />
      </article>
      <div class="chapter-side">
        {chapter !== undefined && <TableOfContents key={concept.id} toc={chapter.toc} />}
      </div>
      <aside class="chapter-margin" aria-label="Where you are">
        <ProgressControl concept={concept.id} />
        <Cycle cycle={book.cycle} toc={chapter?.toc ?? []} />
        <ChapterNotes concept={concept} />
      </aside>
    </div>
  )
}

function ChapterHead({ concept, chapter }: Omit<Props, 'book'>): VNode {
  const topics = chapter?.topics ?? concept.topics.map((title) => ({ title, anchor: null }))
  return (
    <header class="chapter-head">
      <p class="eyebrow">
        <a href={`/#part-${concept.part.number}`}>
          Part {roman(concept.part.number)} <span aria-hidden="true">·</span> {concept.part.title}
        </a>
      </p>
      <h1>
        <span class="chapter-number">{concept.order}</span> {concept.title}
      </h1>
      {chapter !== undefined && <p class="meta">{chapter.minutes} minutes to read</p>}
      <section class="topics" aria-labelledby="page-topics">
        <h2 id="page-topics" class="label">
          {chapter === undefined ? 'What this chapter will cover' : 'Topics'}
        </h2>
        <ul>
          {topics.map(({ title, anchor }) => (
            <li key={title}>
              {anchor === null ? typeset(title) : <a href={`#${anchor}`}>{typeset(title)}</a>}
            </li>
          ))}
        </ul>
      </section>
    </header>
  )
}

function NotWritten({ book, concept }: { book: Book; concept: Placed }): VNode {
  const uses = book.capstones.filter(({ concepts }) => concepts.includes(concept.id))
  return (
    <div class="prose not-written">
      <p>
        <strong>This chapter is not yet written.</strong> Its topics above are what it will teach. You can
        already take notes on it and mark how far you are.
      </p>
      {uses.length > 0 && (
        <>
          <p>It is needed for:</p>
          <ul>
            {uses.map(({ id, title }) => (
              <li key={id}>{title}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function CodeList({ code }: { code: Chapter['code'] }): VNode {
  return (
    <section class="code-list" aria-labelledby="page-code">
      <h2 id="page-code" class="label">
        The code of this chapter
      </h2>
      <ul>
        {code.map(({ path }) => (
          <li key={path}>
            <a href={`/source/${path}`}>{path}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
