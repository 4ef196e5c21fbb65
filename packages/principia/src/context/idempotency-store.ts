/**
 * Where the answers to requests with an `Idempotency-Key` are kept: a service that has transactions offers
 * one. What a request did and the answer to it are committed together or not at all.
 */
export interface IdempotencyStore {
  /** Makes sure that answers can be kept. Asked once, before the first request, by apps that need it. */
  prepare(): Promise<void>
  /**
   * Runs `work` in a transaction, giving it the service as it is in there, and commits what it did and, under
   * `claim`, the answer that it gave. Nothing is committed when it rejects.
   *
   * After a conflict with another transaction **the work is run again**. Where the claim's answer is kept
   * already, or another request holds the claim, it is not run.
   */
  run(work: (service: unknown) => Promise<KeptAnswer>, options: IdempotentRun): Promise<Claimed>
  /** The answer that is kept under a claim, asked outside of any transaction. Another request may be about to keep one. */
  find(claim: IdempotencyClaim): Promise<Kept | undefined>
  /** Stops what `prepare` started. */
  close(): void
}

export interface IdempotentRun {
  /** `undefined` for a request without a key, whose answer nobody will ask for again. */
  readonly claim: IdempotencyClaim | undefined
  readonly isolation: Isolation | undefined
}

export type Isolation = 'read committed' | 'repeatable read' | 'serializable'

/** One request, under which its answer is found again. */
export interface IdempotencyClaim {
  /** 32 bytes that tell the route, the caller and the key from all others. */
  readonly id: Buffer
  /** A digest of all that was sent. */
  readonly fingerprint: Buffer
  /** Milliseconds for which the answer is kept. */
  readonly ttl: number
}

/** An answer as it is kept: whole, since a stream cannot be sent twice. */
export interface KeptAnswer {
  readonly status: number
  readonly type: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly tag: string | undefined
  readonly content: string | Uint8Array | undefined
}

/** An answer, and the digest of the request that it answered. */
export interface Kept {
  readonly answer: KeptAnswer
  readonly fingerprint: Buffer
}

export type Claimed =
  | { readonly kind: 'done' }
  | ({ readonly kind: 'kept' } & Kept)
  | { readonly kind: 'in-use' }
