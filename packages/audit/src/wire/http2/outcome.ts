import { Headers1 } from '../answer.ts'
import { errorName } from './frames.ts'
import type { Field } from './hpack.ts'

/** An answer over HTTP/2. Each character of a field is one byte. */
export interface Http2Answer {
  readonly status: number
  /** All of them, as they were spelt, with `:status`. */
  readonly headers: Headers1
  readonly body: Buffer
  readonly trailers: Headers1 | undefined
}

/** What became of a request. */
export type StreamOutcome =
  | { readonly kind: 'answer'; readonly answer: Http2Answer }
  | { readonly kind: 'reset'; readonly code: number }
  | { readonly kind: 'goaway'; readonly code: number }
  | { readonly kind: 'closed' }
  | { readonly kind: 'nothing' }

/** What has come of an answer. */
export interface StreamState {
  readonly blocks: Field[][]
  readonly body: Buffer[]
  ended: boolean
  reset: number | undefined
}

/** `undefined` where its head has not come. */
export function answerOf({ blocks, body }: StreamState): Http2Answer | undefined {
  const final = blocks.findIndex((fields) => statusOf(fields) >= 200)
  const fields = blocks[final]
  if (fields === undefined) return undefined
  const trailers = blocks[final + 1]
  return {
    status: statusOf(fields),
    headers: new Headers1(fields),
    body: Buffer.concat(body),
    trailers: trailers === undefined ? undefined : new Headers1(trailers),
  }
}

function statusOf(fields: readonly Field[]): number {
  return Number(fields.find(([name]) => name === ':status')?.[1] ?? 0)
}

/** In words, for a sentence that begins with what was sent. */
export function describeOutcome(outcome: StreamOutcome): string {
  if (outcome.kind === 'answer') return `was answered with ${outcome.answer.status}`
  if (outcome.kind === 'reset') return `ended with RST_STREAM ${errorName(outcome.code)}`
  if (outcome.kind === 'goaway') return `ended the connection with GOAWAY ${errorName(outcome.code)}`
  return outcome.kind === 'closed' ? 'closed the connection' : 'was not answered'
}
