import type { ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'
import { ClientGone } from './body.ts'
import type { RequestContext } from './context.ts'
import type { Step, StepOf } from './step.ts'

/** Runs steps for one request. */
type Run<T> = (
  context: RequestContext,
  response: ServerResponse,
  params: Readonly<Record<string, string>>,
  query: string,
) => Promise<T>

type Conclude<T> = (context: RequestContext, response: ServerResponse, answer: Answer) => T | Promise<T>

/**
 * Makes one function of the steps up to the answer, in their order: first those before, then what is around
 * the rest, and innermost the handler and what encodes its value; `conclude` gets the answer.
 *
 * Where nothing is around and nothing has to wait, all of it happens in one go, before the function returns.
 */
export function assemble<T>(steps: readonly Step[], conclude: Conclude<T>): Run<T> {
  const border = steps.findIndex(({ kind }) => kind === 'around')
  const before = steps
    .slice(0, border === -1 ? steps.length : border)
    .flatMap((step) => (step.kind === 'before' ? [step.run] : []))
  const around = steps[border]
  if (around?.kind === 'around') {
    const { run } = around
    const inner = assemble<Answer>(steps.slice(border + 1), (_context, _response, answer) => answer)
    return async (context, response, params, query) => {
      for (const step of before) {
        const waits = step(context, response, params, query)
        if (waits !== undefined) await waits
      }
      const answer = await run(context, response, () => inner(context, response, params, query))
      return conclude(context, response, answer)
    }
  }
  const { run: handle, notesEnd = false } = stepOf(steps, 'handle')
  const { run: encode } = stepOf(steps, 'encode')
  return async (context, response, params, query) => {
    for (const step of before) {
      const waits = step(context, response, params, query)
      if (waits !== undefined) await waits
    }
    // The deadline passed, or the client left, before the work began: nobody waits for it any more.
    if (response.writableEnded || response.destroyed) throw new ClientGone()
    const result = handle(context, response)
    const value = result instanceof Promise ? await result : result
    if (!notesEnd) context.stage('handle')
    const answer = encode(value, context)
    return conclude(context, response, answer instanceof Promise ? await answer : answer)
  }
}

/** The one step of a kind of which every route has one. */
export function stepOf<Kind extends 'handle' | 'encode' | 'write'>(
  steps: readonly Step[],
  kind: Kind,
): StepOf<Kind> {
  const found = steps.find((step): step is Step & StepOf<Kind> => step.kind === kind)
  if (found === undefined) throw new TypeError(`A pipeline needs a step of the kind "${kind}".`)
  return found
}
