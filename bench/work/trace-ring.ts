/** What the peers keep per request, since none of them brings such a thing: the least that is of use. */
export interface TraceRecord {
  readonly requestId: string
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly method: string
  readonly path: string
  readonly route: string
  readonly status: number
  /** Milliseconds. */
  readonly duration: number
}

const CAPACITY = 1000

/** The last 1000 requests, the oldest overwritten first. */
export class TraceRing {
  readonly #records: TraceRecord[] = []
  #next = 0

  add(record: TraceRecord): void {
    this.#records[this.#next] = record
    this.#next = this.#next + 1 === CAPACITY ? 0 : this.#next + 1
  }

  ids(): string[] {
    return this.#records.map(({ requestId }) => requestId)
  }
}
