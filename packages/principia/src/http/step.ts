import type { ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'
import type { RequestContext } from './context.ts'

/**
 * One thing that a route's pipeline does, in its place among the others. The list of a route's steps is
 * what is run and what `principia routes --explain` prints: there is no other account of the order.
 *
 * A step that a route has no use for is not in its list, so it costs the route's requests nothing; where its absence is
 * worth saying, a note is there instead, which runs nothing.
 */
export type Step = StepInfo & StepOf<keyof Kinds>

interface Kinds {
  readonly note: NoteStep
  readonly before: BeforeStep
  readonly around: AroundStep
  readonly handle: HandleStep
  readonly encode: EncodeStep
  readonly write: WriteStep
}

export type StepOf<Kind extends keyof Kinds> = Kinds[Kind]

export interface StepInfo {
  readonly name: string
  /** What it does here, with its parameters: `60/min per address`. */
  readonly says: string
  /** `file:line` of the code that it runs, where that is the app's own. */
  readonly at?: string | undefined
}

/** Only says that nothing is done here. */
interface NoteStep {
  readonly kind: 'note'
}

/** Runs, and the next one follows; what it throws is the answer. A promise only where it has to wait. */
interface BeforeStep {
  readonly kind: 'before'
  readonly run: Before
}

export type Before = (
  context: RequestContext,
  response: ServerResponse,
  params: Readonly<Record<string, string>>,
  query: string,
) => Promise<void> | void

/** Runs around all that follows, up to the encoded answer. */
interface AroundStep {
  readonly kind: 'around'
  readonly run: Around
}

/** `next` runs what is inside, once, and gives its answer or throws what it threw. */
export type Around = (
  context: RequestContext,
  response: ServerResponse,
  next: () => Promise<Answer>,
) => Promise<Answer>

/** The handler. */
interface HandleStep {
  readonly kind: 'handle'
  /** Whether it notes its own end in the trace, where that comes before it resolves. */
  readonly notesEnd?: boolean
  readonly run: (context: RequestContext, response: ServerResponse) => unknown
}

/** Turns what the handler gave into an answer. */
interface EncodeStep {
  readonly kind: 'encode'
  readonly run: (value: unknown, context: RequestContext) => Answer | Promise<Answer>
}

/** Writes the answer: the last step of every list. */
interface WriteStep {
  readonly kind: 'write'
  readonly run: (context: RequestContext, response: ServerResponse, answer: Answer) => Promise<void> | void
}
