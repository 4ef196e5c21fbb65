/** A job that this worker has, as the database gave it. */
export interface Claimed {
  readonly id: string
  readonly queue: string
  readonly kind: string
  readonly args: unknown
  readonly priority: number
  readonly attempt: number
  readonly max_attempts: number
  /** Grows with every claim: whoever has an older one has lost the job. */
  readonly epoch: number
  readonly trace_id: string | null
  readonly enqueued_at: Date
  /** Somebody cancelled it; it is not to be run. */
  readonly cancelled: boolean
  /** The job that waits for it. */
  readonly parent: string | null
}

/** How an attempt ended. */
export type Outcome =
  | { readonly how: 'done' }
  /** Ended by the handler's own transaction: there is nothing left to say. */
  | { readonly how: 'settled' }
  /** Others have the job by now, or had it ended. */
  | { readonly how: 'lost' }
  | { readonly how: 'cancelled' }
  | {
      readonly how: 'back'
      /** Milliseconds until it is tried again, 0 for at once; `undefined`: it is given up. */
      readonly wait: number | undefined
      readonly error: string | undefined
      /** Whether the attempt counts: not where the job was handed back without fault of its own. */
      readonly counts: boolean
    }
