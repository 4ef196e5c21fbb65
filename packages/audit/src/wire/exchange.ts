import type { Answer } from './answer.ts'
import type { RequestSpec } from './request.ts'

/** What was said on one connection, to the byte. */
export interface Exchange {
  /** `http://localhost:3000`. */
  readonly origin: string
  readonly sent: Buffer
  readonly received: Buffer
  readonly answers: readonly Answer[]
  /** Whether the target has ended the connection, and how. */
  readonly ended: 'open' | 'closed' | 'reset'
  /** Whether our side said that it sends no more, before the target had ended it. */
  readonly saidAll?: boolean
  /** The request, where it was a plain one that any client can send. */
  readonly request: RequestSpec | undefined
}

/** An exchange with an answer. */
export interface Answered extends Exchange {
  readonly answer: Answer
  /** Milliseconds from the request to the whole answer; attempts that a rate limit refused before are not counted. */
  readonly took?: number
}
