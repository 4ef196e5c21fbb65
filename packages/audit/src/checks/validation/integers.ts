import { isObject } from '../../target/openapi/document.ts'
import type { Target } from '../../target/target.ts'
import { parameterCalls, type ParameterCall } from '../openapi/parameter-calls.ts'

/** The query parameters that are one integer, for which 5 and 6 are allowed. */
export function integers(target: Target): ParameterCall[] {
  const { description } = target
  if (description === undefined) return []
  return parameterCalls(target, 'query').filter(({ parameter }) => {
    const schema = description.resolve(parameter.schema)
    return (
      isObject(schema) &&
      schema['type'] === 'integer' &&
      [5, 6].every((value) => description.examine(schema, value, 'request').length === 0)
    )
  })
}
