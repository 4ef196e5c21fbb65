import { segmentsOf } from '@principia/audit/visible'
import { Fragment, type VNode } from 'preact'
import type { Evidence } from '../api.ts'
import { around } from './around.ts'

/** One exchange, with the bytes that matter marked. It is text, whatever the target has sent. */
export function EvidenceView({ evidence }: { evidence: Evidence }): VNode {
  const { says, sent, received, skipped, cut, ended, mark, again } = evidence
  return (
    <div class="evidence">
      {says !== undefined && <p>{says}</p>}
      <Side
        label="Sent"
        bytes={sent}
        mark={mark?.in === 'sent' ? mark : undefined}
        before={skipped.sent}
        after={cut.sent}
      />
      <Side
        label="Received"
        bytes={received}
        mark={mark?.in === 'received' ? mark : undefined}
        before={skipped.received}
        after={cut.received}
        note={received === '' ? `Nothing; the connection was ${ended}.` : undefined}
      />
      <details class="again">
        <summary>Do it again</summary>
        <pre tabIndex={0}>
          <code>{again}</code>
        </pre>
      </details>
    </div>
  )
}

interface SideProps {
  readonly label: string
  readonly bytes: string
  readonly mark: { readonly from: number; readonly to: number } | undefined
  /** Bytes that the report leaves out. */
  readonly before: number
  readonly after: number
  readonly note?: string | undefined
}

function Side({ label, bytes, mark, before, after, note }: SideProps): VNode {
  const shown = around(bytes, mark)
  return (
    <figure>
      <figcaption class="label">{label}</figcaption>
      {note !== undefined ? (
        <p class="meta">{note}</p>
      ) : (
        <pre tabIndex={0} aria-label={label}>
          <LeftOut count={before + shown.skipped} />
          <Bytes bytes={shown.before} />
          {shown.marked !== '' && (
            <mark>
              <Bytes bytes={shown.marked} />
            </mark>
          )}
          <Bytes bytes={shown.after} />
          <LeftOut count={after + shown.cut} />
        </pre>
      )}
    </figure>
  )
}

function LeftOut({ count }: { count: number }): VNode | null {
  return count === 0 ? null : <i class="left-out">… {count.toLocaleString('en')} bytes more …</i>
}

function Bytes({ bytes }: { bytes: string }): VNode {
  return (
    <>
      {segmentsOf(bytes).map(({ text, isUnseen }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- Text that never changes.
        <Fragment key={index}>
          {isUnseen ? <i>{text}</i> : text}
          {text === '\\n' && isUnseen && '\n'}
        </Fragment>
      ))}
    </>
  )
}
