import type { Description, Schema } from '../../target/description.ts'
import { isObject, step } from '../../target/openapi/document.ts'

const OPEN = ['anyOf', 'oneOf', 'if', 'patternProperties', 'unevaluatedProperties', 'dependentSchemas', 'not']
const DEEPEST = 8

/**
 * The pointer of a member of an answer that its schema does not name, the first there is; `open` where the schema names no
 * members, so that nothing could be undeclared. Where a schema has alternatives or allows more in words, anything may be there.
 */
export function undeclared(schema: Schema, value: unknown, description: Description): string | undefined {
  let named = false
  const visit = (each: Schema, at: unknown, pointer: string, depth: number): string | undefined => {
    const resolved = description.resolve(each)
    if (!isObject(resolved) || depth > DEEPEST || OPEN.some((keyword) => resolved[keyword] !== undefined))
      return undefined
    if (Array.isArray(at)) {
      const items = resolved['items'] as Schema | undefined
      if (items === undefined) return undefined
      return first(at.slice(0, 5), (item, index) => visit(items, item, step(pointer, index), depth + 1))
    }
    if (!isObject(at) || !isObject(resolved['properties']) || resolved['allOf'] !== undefined)
      return undefined
    if (resolved['additionalProperties'] !== undefined && resolved['additionalProperties'] !== false)
      return undefined
    named = true
    const properties = resolved['properties'] as Readonly<Record<string, Schema>>
    return first(Object.entries(at), ([name, member]) => {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined
      return own === undefined ? step(pointer, name) : visit(own, member, step(pointer, name), depth + 1)
    })
  }
  return visit(schema, value, '', 0) ?? (named ? undefined : 'open')
}

function first<T>(
  values: readonly T[],
  find: (value: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, value] of values.entries()) {
    const found = find(value, index)
    if (found !== undefined) return found
  }
  return undefined
}
