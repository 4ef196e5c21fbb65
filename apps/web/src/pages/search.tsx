import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ProblemError } from 'principia/client'
import { api, type SearchResult } from '../api.ts'
import { navigate, type Place, type Ready } from '../lib/router.ts'
import { loadBook, type Book } from '../state.ts'

export async function searchPage({ url }: Place): Promise<Ready> {
  const query = (url.searchParams.get('q') ?? '').trim()
  const [book, found] = await Promise.all([loadBook(), query === '' ? undefined : find(query)])
  const title = query === '' ? 'Search' : `${query} · Search`
  return { title, view: () => <SearchView book={book} query={query} found={found} /> }
}

type Found = { readonly results: readonly SearchResult[] } | { readonly refusal: string }

/** A query that the server refuses (too long, say) is a message beside the box, not a broken page. */
async function find(query: string): Promise<Found> {
  try {
    return await api.ok('GET /api/search', { query: { q: query } })
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500) return { refusal: error.message }
    throw error
  }
}

const PAUSE_MS = 220

function SearchView({ book, query, found }: { book: Book; query: string; found: Found | undefined }): VNode {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const text = useSignal(query)
  // On a touch screen the keyboard would cover the results that were asked for.
  const wantsFocus = query === '' || matchMedia('(pointer: fine)').matches
  useEffect(() => {
    if (wantsFocus) input.current?.focus()
    return () => clearTimeout(timer.current)
  }, [])
  useEffect(() => {
    if (timer.current === undefined) text.value = query
  }, [query])
  const go = (): void => {
    clearTimeout(timer.current)
    timer.current = undefined
    const wanted = text.value.trim()
    if (wanted === query) return
    const href = wanted === '' ? '/search' : `/search?q=${encodeURIComponent(wanted)}`
    void navigate(href, { stay: true, replace: true })
  }
  return (
    <div class="list-page search-page">
      <h1>Search</h1>
      <form
        role="search"
        action="/search"
        onSubmit={(event) => {
          event.preventDefault()
          go()
        }}
      >
        <input
          ref={input}
          type="search"
          name="q"
          aria-label="Search the chapters and your notes"
          autocomplete="off"
          maxLength={200}
          data-autofocus={wantsFocus ? '' : undefined}
          value={text}
          onInput={(event) => {
            text.value = event.currentTarget.value
            clearTimeout(timer.current)
            timer.current = setTimeout(go, PAUSE_MS)
          }}
        />
      </form>
      <p class="meta" role="status">
        {summaryOf(query, found)}
      </p>
      {found !== undefined && 'results' in found && <Results book={book} results={found.results} />}
      {found !== undefined && 'results' in found && found.results.length === 0 && (
        <p>
          Try fewer or other words, or look through the <a href="/">map</a>: most chapters are not yet
          written, and cannot be found by their text.
        </p>
      )}
    </div>
  )
}

function summaryOf(query: string, found: Found | undefined): string {
  if (found === undefined) return 'Looks through every chapter and your own notes.'
  if ('refusal' in found) return found.refusal
  const n = found.results.length
  return n === 0 ? `Nothing found for “${query}”.` : `${n} ${n === 1 ? 'place' : 'places'} for “${query}”.`
}

const GROUPS = [
  { kind: 'note', title: 'Your notes' },
  { kind: 'chapter', title: 'Chapters' },
] as const

function Results({ book, results }: { book: Book; results: readonly SearchResult[] }): VNode {
  return (
    <>
      {GROUPS.map(({ kind, title }) => {
        const group = results.filter((result) => result.kind === kind)
        return (
          group.length > 0 && (
            <section key={kind} class="results" aria-labelledby={`results-${kind}`}>
              <h2 id={`results-${kind}`} class="label">
                {title}
              </h2>
              <ol>
                {group.map((result, index) => (
                  <li key={index}>
                    <Result result={result} number={book.byId.get(result.concept)?.order} />
                  </li>
                ))}
              </ol>
            </section>
          )
        )
      })}
    </>
  )
}

function Result({ result, number }: { result: SearchResult; number: number | undefined }): VNode {
  const where = result.kind === 'note' ? '?notes' : result.anchor === null ? '' : `#${result.anchor}`
  return (
    <>
      <h3>
        <span class="chapter-number">{number}</span>{' '}
        <a href={`/learn/${result.concept}${where}`}>
          {result.title}
          {result.heading !== null && <span class="result-heading">{result.heading}</span>}
        </a>
      </h3>
      <p class="excerpt">
        {result.snippet.map(({ text, hit }, index) => (hit ? <mark key={index}>{text}</mark> : text))}
      </p>
    </>
  )
}
