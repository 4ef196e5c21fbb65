import { isJsonSchema, type JsonSchema } from './schema.ts'

/**
 * Gives a copy of a JSON Schema in which every object with named properties refuses unknown ones,
 * unless the schema itself says otherwise (`additionalProperties`, `patternProperties`,
 * `unevaluatedProperties`).
 *
 * Where several schemas look at the same object - the members of an `allOf`, a union beside
 * `properties` - each declares a part of it only. They stay open, and the whole is closed with
 * `unevaluatedProperties` instead (JSON Schema 2020-12, core, section 11.3). What stands under `not`,
 * `if` or `contains` is a question and no declaration: it is left as it is.
 */
export function closeObjects(schema: JsonSchema): JsonSchema {
  return close(schema, true)
}

function close(schema: JsonSchema, closing: boolean): JsonSchema {
  const partial = isComposed(schema) || !closing
  const copy: Record<string, unknown> = Object.create(Object.getPrototypeOf(schema))
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(schema))) {
    Object.defineProperty(copy, key, {
      ...descriptor,
      value: closeKeyword(key, schema[key], !partial),
      writable: true,
    })
  }
  if (!closing || saysItself(schema)) return copy
  if (partial) copy.unevaluatedProperties = false
  else if (isJsonSchema(schema.properties)) copy.additionalProperties = false
  return copy
}

/** Whether more than one schema looks at the same object; one union alone does not, its branches are wholes. */
function isComposed(schema: JsonSchema): boolean {
  if (IN_PLACE.some((keyword) => keyword in schema)) return true
  const unions = UNIONS.filter((keyword) => keyword in schema).length
  return unions > 1 || (unions === 1 && 'properties' in schema)
}

function saysItself(schema: JsonSchema): boolean {
  return (
    'additionalProperties' in schema || 'unevaluatedProperties' in schema || 'patternProperties' in schema
  )
}

function closeKeyword(key: string, value: unknown, branchesClosed: boolean): unknown {
  if (CHILD_MAPS.has(key) && isJsonSchema(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, closeAny(child, true)]))
  }
  if (key === 'dependentSchemas' && isJsonSchema(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, closeAny(child, false)]))
  }
  if (CHILDREN.has(key)) return closeAny(value, true)
  if (UNIONS.includes(key)) return closeAny(value, branchesClosed)
  if (key === 'allOf' || key === 'then' || key === 'else') return closeAny(value, false)
  return value
}

function closeAny(value: unknown, closing: boolean): unknown {
  if (Array.isArray(value)) return value.map((child) => closeAny(child, closing))
  return isJsonSchema(value) ? close(value, closing) : value
}

const IN_PLACE = ['allOf', 'if', 'then', 'else', 'dependentSchemas']
const UNIONS = ['anyOf', 'oneOf']
const CHILD_MAPS = new Set(['properties', 'patternProperties', '$defs'])
const CHILDREN = new Set([
  'items',
  'prefixItems',
  'additionalItems',
  'additionalProperties',
  'unevaluatedProperties',
])
