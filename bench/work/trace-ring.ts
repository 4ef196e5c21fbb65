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

/**
 * The last 1000 requests, the oldest overwritten first.
 *
 * What it is given is written over into objects of a class, as Principia has them. Of an object literal that outlives a
 * garbage collection now and then V8 comes to think that all of its kind do, and puts each where only a full
 * collection finds it: with the literals themselves in the ring, Fastify's requests would cost a good deal more.
 */
export class TraceRing {
  readonly #records: Kept[] = []
  #next = 0

  add(record: TraceRecord): void {
    this.#records[this.#next] = new Kept(record)
    this.#next = this.#next + 1 === CAPACITY ? 0 : this.#next + 1
  }

  ids(): string[] {
    return this.#records.map(({ requestId }) => requestId)
  }
}

class Kept implements TraceRecord {
  readonly requestId: string
  readonly startedAt: number
  readonly method: string
  readonly path: string
  readonly route: string
  readonly status: number
  readonly duration: number

  constructor(record: TraceRecord) {
    this.requestId = record.requestId
    this.startedAt = record.startedAt
    this.method = record.method
    this.path = record.path
    this.route = record.route
    this.status = record.status
    this.duration = record.duration
  }
}
