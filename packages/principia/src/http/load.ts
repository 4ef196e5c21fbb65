/** What is being worked on, as load shedding counts it. */
export interface Load {
  /** Requests that wait for nobody but us. */
  working: number
}

/**
 * One request's part in the load. While it waits for its client - for the rest of a body, or until an answer has been
 * read - nothing is done for it, and a slow client takes nobody's place.
 */
export class LoadShare {
  readonly #load: Load
  #waits = 0

  constructor(load: Load) {
    this.#load = load
    load.working++
  }

  /** Whether it waits for its client. */
  get waits(): boolean {
    return this.#waits > 0
  }

  wait(): void {
    if (this.#waits++ === 0) this.#load.working--
  }

  goOn(): void {
    if (--this.#waits === 0) this.#load.working++
  }

  end(): void {
    if (this.#waits === 0) this.#load.working--
    // Whatever still goes on for it counts no more.
    this.#waits = Number.NaN
  }
}
