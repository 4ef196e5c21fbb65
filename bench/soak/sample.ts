/** The server as it is at one moment, after a collection of garbage. Sizes are bytes. */
export interface Sample {
  readonly heap: number
  /** Outside of the heap: buffers, mostly. */
  readonly external: number
  readonly rss: number
  /** What keeps the event loop alive: sockets, timers, requests to the kernel. */
  readonly handles: number
  /** Open files and sockets. */
  readonly descriptors: number
  readonly inFlight: number
  /** Requests that were never sent, and handled all the same. */
  readonly smuggled: number
}

/** What the honest half of the load found. */
export interface Honest {
  readonly answered: number
  /** What was wrong, in the words of the check; kept up to a number. */
  readonly failures: readonly string[]
}
