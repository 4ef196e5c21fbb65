import { Readable } from 'node:stream'
import type { Severity } from '@principia/audit'

/** What happens in an audit, in this order; `begin` and `end` for each check. */
export type LiveEvent =
  | { readonly kind: 'known'; readonly known: readonly string[]; readonly checks: number }
  | { readonly kind: 'begin'; readonly id: string }
  | ({ readonly kind: 'end' } & LiveResult)
  | { readonly kind: 'over'; readonly state: 'done' | 'stopped' | 'failed' }

export interface LiveResult {
  readonly id: string
  readonly severity: Severity
  readonly outcome: 'passed' | 'failed' | 'inconclusive'
  readonly claim: string
  readonly says: string | undefined
}

/** Bytes that may wait for a reader. One that is further behind is cut off, and may come back. */
const MAX_BEHIND = 4 << 20
/** Keeps proxies from closing a stream on which nothing happens. */
const HEARTBEAT = 15_000
const RETRY = 'retry: 1000\n\n'

/** All events of one audit, numbered from 1, for as many readers as there are. */
export class LiveLog {
  readonly #events: string[] = []
  /** With the number of the last event that each has. */
  readonly #readers = new Map<Readable, number>()
  #isOver = false

  add(event: LiveEvent): void {
    const number = this.#events.length + 1
    const text = toText(event, number)
    this.#events.push(text)
    this.#isOver = event.kind === 'over'
    for (const [reader, after] of this.#readers) {
      if (reader.readableLength > MAX_BEHIND) reader.destroy()
      else if (number > after) reader.push(text)
      if (this.#isOver) reader.push(null)
    }
  }

  /**
   * Server-sent events (HTML Living Standard, section 9.2): those that there are, and those to come until the last.
   *
   * @param after the number of the last event that the reader has
   */
  read(after: number): Readable {
    const readers = this.#readers
    const stream = new Readable({
      read() {},
      destroy(error, done) {
        clearInterval(heartbeat)
        readers.delete(stream)
        done(error)
      },
    })
    const heartbeat = setInterval(() => stream.push(':\n\n'), HEARTBEAT).unref()
    stream.on('end', () => clearInterval(heartbeat))
    stream.push(RETRY + this.#events.slice(after).join(''))
    if (this.#isOver) stream.push(null)
    else readers.set(stream, after)
    return stream
  }
}

/** The stream of an audit that has ended, whose events are not kept any more. */
export function endedStream(state: 'done' | 'stopped' | 'failed'): Readable {
  return Readable.from([RETRY + toText({ kind: 'over', state }, Number.MAX_SAFE_INTEGER)])
}

function toText(event: LiveEvent, number: number): string {
  return `id: ${number}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`
}
