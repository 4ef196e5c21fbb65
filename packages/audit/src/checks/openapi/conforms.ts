import type { Operation } from '../../target/description.ts'
import type { Target } from '../../target/target.ts'
import { failed, passed, type Verdict } from '../../verdict.ts'
import { isJson, jsonOf, type Answer } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { decoded } from '../http/coding.ts'
import { contentFor, describedFor } from './described-answer.ts'

/** Whether an answer's JSON fits what is described of it; `undefined` where nothing is. */
export function conforms(
  { description }: Target,
  name: string,
  operation: Operation,
  answered: Answered,
): Verdict | undefined {
  const { answer } = answered
  const described = describedFor(operation, answer.status)
  if (described === undefined || description === undefined || !answer.complete || !isJson(answer))
    return undefined
  const schema = contentFor(described, answer)?.schema
  const value = valueOf(answer)
  if (schema === undefined || value === undefined) return undefined
  const [mistake, ...more] = description.examine(schema, value, 'answer')
  if (mistake === undefined) return passed()
  const others = more.length > 0 ? ` (And ${more.length} more.)` : ''
  return failed(
    `${name} was answered with ${answer.status}, and its content is not what is described: ${mistake.says} (${mistake.rule})${others}`,
    answered,
    // The member that is wrong, where it is there.
    `"${mistake.pointer.slice(mistake.pointer.lastIndexOf('/') + 1)}"`,
  )
}

/** The JSON of an answer. */
export function valueOf(answer: Answer): unknown {
  const body = decoded(answer)
  return body === undefined ? undefined : jsonOf({ ...answer, body })
}
