import type { Inspection } from '../../run/inspection.ts'
import type { Operation } from '../../target/description.ts'
import type { Target } from '../../target/target.ts'
import { broken } from '../../values/broken.ts'
import { CannotTell } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import { bodyCalls } from './body-calls.ts'
import { parameterCalls } from './parameter-calls.ts'

/** An answer of an operation that is described. */
export interface SeenAnswer {
  /** `GET /books`. */
  readonly name: string
  readonly operation: Operation
  readonly answered: Answered
}

const known = new WeakMap<Target, Promise<readonly SeenAnswer[]>>()
const MOST_BROKEN = 3

/** Answers of described operations, successes and refusals of several kinds; asked for once. */
export function answersSeen(inspection: Inspection): Promise<readonly SeenAnswer[]> {
  const { target } = inspection
  const begun = known.get(target)
  if (begun !== undefined) return begun
  const answers = ask(inspection)
  known.set(target, answers)
  // Whoever asked may have run out of time; the next check tries again.
  answers.catch(() => known.delete(target))
  return answers
}

async function ask(inspection: Inspection): Promise<SeenAnswer[]> {
  const { target, send, random } = inspection
  const { description, pages } = target
  if (description === undefined) return []
  const seen: SeenAnswer[] = []
  const add = (operation: Operation, answered: Answered) =>
    seen.push({ name: `${operation.method} ${operation.path}`, operation, answered })
  for (const { operation, seen: answered, path, as } of pages) {
    if (operation === undefined) continue
    add(operation, answered)
    if (as !== undefined) add(operation, await send({ path }))
  }
  for (const { operation, parameter, with: having } of parameterCalls(target, 'query', 'path'))
    for (const { value } of broken(parameter.schema, description, random, { asText: true }).slice(0, 2))
      add(operation, await send(having(value)))
  try {
    await using calls = await bodyCalls(inspection)
    for (const { operation, schema, accepted, send: put } of calls.all) {
      if (operation === undefined) continue
      add(operation, accepted)
      add(operation, await put({ body: '{' }))
      const wrong = schema === undefined ? [] : broken(schema, description, random)
      for (const { value } of wrong.slice(0, MOST_BROKEN)) add(operation, await put({ json: value }))
    }
  } catch (error) {
    // Reading is enough, where nothing can be written.
    if (!(error instanceof CannotTell)) throw error
  }
  return seen
}
