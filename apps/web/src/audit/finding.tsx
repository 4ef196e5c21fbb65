import { isProse, partsOf } from '@principia/audit/prose'
import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { AuditResult } from '../api.ts'
import type { Book } from '../state.ts'
import { EvidenceView } from './evidence.tsx'

interface Props {
  readonly result: AuditResult
  readonly book: Book
}

/** What one check found: a line that opens to what happened, what shows it, and how to mend it. */
export function Finding({ result, book }: Props): VNode {
  const open = useSignal(false)
  const { id, claim } = result
  return (
    <details
      class="finding"
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>
        <span>
          <span class="claim">{claim}</span> <code>{id}</code>
        </span>
      </summary>
      {open.value && <Body result={result} book={book} />}
    </details>
  )
}

function Body({ result, book }: Props): VNode {
  const { says, evidence, mend, sources, concept } = result
  const chapter = book.byId.get(concept)
  return (
    <div class="finding-body">
      {says !== undefined && <p class="says">{says}</p>}
      {evidence.map((one, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- A list that never changes.
        <EvidenceView key={index} evidence={one} />
      ))}
      <h4 class="label">How to mend it</h4>
      <p class="mend">
        <Prose words={mend.general} />
      </p>
      {Object.entries(mend.stacks ?? {}).map(([stack, words]) => (
        <details key={stack} class="stack" name={`mend ${result.id}`}>
          <summary>{stack}</summary>
          {isProse(words) ? (
            <p>
              <Prose words={words} />
            </p>
          ) : (
            <pre tabIndex={0}>
              <code>{words}</code>
            </pre>
          )}
        </details>
      ))}
      <p class="meta">
        {sources.map(({ title, url }) => (
          <span key={url}>
            {/^https?:\/\//i.test(url) ? (
              <a href={url} rel="noreferrer">
                {title}
              </a>
            ) : (
              title
            )}
          </span>
        ))}
        {chapter !== undefined && (
          <span>
            Chapter: <a href={`/learn/${concept}`}>{chapter.title}</a>
          </span>
        )}
      </p>
    </div>
  )
}

function Prose({ words }: { words: string }): VNode {
  return (
    <>
      {partsOf(words).map(({ text, isCode }, index) =>
        // oxlint-disable-next-line react/no-array-index-key -- Text that never changes.
        isCode ? <code key={index}>{text}</code> : text,
      )}
    </>
  )
}
