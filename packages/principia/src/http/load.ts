/** The requests that load shedding counts. */
export interface Load {
  /** Those that wait for nobody but us. */
  working: number
  /** Those that wait for their clients. */
  waiting: number
}

/**
 * One request's part in the load. While it waits for its client - for more of a body, or until an answer has been
 * read - nothing is done for it, and a slow client takes nobody's place.
 *
 * It counts until its work has ended and its client has the answer or has left, whichever comes last: a handler that
 * goes on after its deadline, or for nobody, is work as before.
 */
export class LoadShare {
  readonly #load: Load
  #as: keyof Load | undefined = 'working'
  #waits = 0
  #finished = false
  #left = false

  constructor(load: Load) {
    this.#load = load
    load.working++
  }

  /** Whether it waits for its client. */
  get waits(): boolean {
    return this.#as === 'waiting'
  }

  /** It can do nothing before its client does something; until as many `goOn` have followed. */
  wait(): void {
    this.#waits++
    this.#count()
  }

  goOn(): void {
    this.#waits--
    this.#count()
  }

  /** Nothing is done for it any more. What is left is the client's: to read the answer. */
  finish(): void {
    this.#finished = true
    this.#count()
  }

  /** Its client has all of the answer, or has left. */
  leave(): void {
    this.#left = true
    this.#count()
  }

  #count(): void {
    const as = this.#part()
    if (as === this.#as) return
    if (this.#as !== undefined) this.#load[this.#as]--
    if (as !== undefined) this.#load[as]++
    this.#as = as
  }

  #part(): keyof Load | undefined {
    // There is nobody to wait for.
    if (this.#left) return this.#finished ? undefined : 'working'
    return this.#finished || this.#waits > 0 ? 'waiting' : 'working'
  }
}
