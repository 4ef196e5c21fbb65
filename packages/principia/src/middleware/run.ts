import type { ServerResponse } from 'node:http'
import type { Answer } from '../http/answer.ts'
import { compileAnswers } from '../http/compile-answers.ts'
import type { RequestContext } from '../http/context.ts'
import { failureAnswer } from '../http/fail.ts'
import type { Around, Step } from '../http/step.ts'
import { discard } from '../http/stream.ts'
import { Reply } from '../routing/index.ts'
import type { Middleware } from './middleware.ts'
import { PendingAnswer } from './pending-answer.ts'

/** A middleware as a step of a route's pipeline, around all those after it. */
export function middlewareStep(middleware: Middleware): Step {
  const { name, adds, definedAt } = middleware
  return {
    kind: 'around',
    name,
    says: adds.length === 0 ? 'middleware' : `middleware, adds ${adds.join(', ')}`,
    at: definedAt,
    run: toAround(middleware),
  }
}

function toAround(middleware: Middleware): Around {
  const { name } = middleware
  const run = middleware.run as (context: RequestContext, next: unknown, response: ServerResponse) => unknown
  const back = `${name}, back`
  return async (context, response, inside) => {
    let pending: Promise<PendingAnswer> | undefined
    const begin = (added: unknown): Promise<Answer> => {
      if (pending !== undefined) {
        throw new Error(`${describe(middleware)} called next() twice; what is inside can run once only.`)
      }
      add(context, middleware, added)
      context.stage(name)
      return inside()
    }
    const keep = (answer: Promise<Answer>) => {
      pending = answer.then((made) => new PendingAnswer(made))
      // One that is not awaited, and is answered over, must not end the process.
      pending.catch(() => undefined)
      return pending
    }
    // In an async function, so that a mistake in the call is a rejection like any other failure.
    const next = async (added: unknown) => keep(begin(added))
    const settled = async (added: unknown) =>
      keep(begin(added).catch((error: unknown) => failureAnswer(context, error)))
    const result = await run(context, Object.assign(next, { settled }), response)
    const answer = await conclude(middleware, result, pending)
    context.stage(pending === undefined ? name : back)
    return answer
  }
}

async function conclude(
  middleware: Middleware,
  result: unknown,
  pending: Promise<PendingAnswer> | undefined,
): Promise<Answer> {
  if (result instanceof PendingAnswer) return result.toAnswer()
  if (result instanceof Reply) {
    // What is inside made an answer that nobody will read.
    void pending?.then(({ content }) => discard(content), ignore)
    return toAnswer(result, 0)
  }
  if (result === undefined && pending !== undefined) return (await pending).toAnswer()
  throw new Error(
    result === undefined
      ? `${describe(middleware)} neither called next() nor answered; return next(), or a reply(...).`
      : `${describe(middleware)} returned ${typeof result}; return what next() gave, or a reply(...).`,
  )
}

/** @throws TypeError when what `next` was given is not what `adds` names. */
function add(context: RequestContext, middleware: Middleware, given: unknown): void {
  const added = typeof given === 'object' && given !== null ? given : {}
  const missing = middleware.adds.find((name) => !Object.hasOwn(added, name))
  const unknown = Object.keys(added).find((name) => !middleware.adds.includes(name))
  if (missing !== undefined) {
    throw new TypeError(
      `${describe(middleware)} called next() without "${missing}", which its \`adds\` names.`,
    )
  }
  if (unknown !== undefined) {
    throw new TypeError(`${describe(middleware)} gave next() "${unknown}", which its \`adds\` does not name.`)
  }
  Object.assign(context, added)
}

/** A reply of a middleware is no answer of the route's, so it may have any status and any content. */
const { toAnswer } = compileAnswers({
  kind: 'route',
  method: 'POST',
  path: '',
  spec: { access: 'public' },
  handler: () => undefined,
  definedAt: '',
})

function describe({ name, definedAt }: Middleware): string {
  return `Middleware "${name}" (${definedAt})`
}

function ignore(): void {}
