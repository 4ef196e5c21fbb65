import type { ServerResponse } from 'node:http'
import { isThenable } from '../concurrency/index.ts'
import type { Answer } from './answer.ts'
import { ClientGone } from './body.ts'
import type { RequestContext } from './context.ts'
import type { Before, Step, StepOf } from './step.ts'

/** Runs steps for one request. Gives a promise only where one of them has to wait. */
type Run<T> = (
  context: RequestContext,
  response: ServerResponse,
  params: Readonly<Record<string, string>>,
  query: string,
) => T | Promise<T>

type Conclude<T> = (context: RequestContext, response: ServerResponse, answer: Answer) => T | Promise<T>

/**
 * Makes one function of the steps up to the answer, in their order: first those before, then what is around
 * the rest, and innermost the handler and what encodes its value; `conclude` gets the answer.
 *
 * Where nothing has to wait, all of it happens in one go, before the function returns.
 */
export function assemble<T>(steps: readonly Step[], conclude: Conclude<T>): Run<T> {
  const border = steps.findIndex(({ kind }) => kind === 'around')
  const before = steps
    .slice(0, border === -1 ? steps.length : border)
    .flatMap((step) => (step.kind === 'before' ? [step.run] : []))
  const around = steps[border]
  if (around?.kind !== 'around') return inOrder(before, innermost(steps, conclude))
  const { run } = around
  const inner = assemble<Answer>(steps.slice(border + 1), (_context, _response, answer) => answer)
  return inOrder(before, async (context, response, params, query) => {
    const answer = await run(context, response, async () => inner(context, response, params, query))
    return conclude(context, response, answer)
  })
}

/** Runs one step after the other, and then `last`. */
function inOrder<T>(before: readonly Before[], last: Run<T>): Run<T> {
  const resume: (waits: Promise<void>, next: number, ...rest: Parameters<Run<T>>) => Promise<T> = async (
    waits,
    next,
    context,
    response,
    params,
    query,
  ) => {
    await waits
    for (let index = next; index < before.length; index++) {
      const more = (before[index] as Before)(context, response, params, query)
      if (more !== undefined) await more
    }
    return last(context, response, params, query)
  }
  return (context, response, params, query) => {
    for (let index = 0; index < before.length; index++) {
      const waits = (before[index] as Before)(context, response, params, query)
      if (waits !== undefined) return resume(waits, index + 1, context, response, params, query)
    }
    return last(context, response, params, query)
  }
}

/** The handler, what encodes its value, and what is done with the answer. */
function innermost<T>(steps: readonly Step[], conclude: Conclude<T>): Run<T> {
  const { run: handle, notesEnd = false } = stepOf(steps, 'handle')
  const { run: encode } = stepOf(steps, 'encode')
  const finish = (context: RequestContext, response: ServerResponse, value: unknown) => {
    if (!notesEnd) context.stage('handle')
    const answer = encode(value, context)
    return answer instanceof Promise
      ? answer.then((settled) => conclude(context, response, settled))
      : conclude(context, response, answer)
  }
  return (context, response) => {
    // The deadline passed, or the client left, before the work began: nobody waits for it any more.
    if (response.writableEnded || response.destroyed) throw new ClientGone()
    const value = handle(context, response)
    return isThenable(value)
      ? Promise.resolve(value).then((settled) => finish(context, response, settled))
      : finish(context, response, value)
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
