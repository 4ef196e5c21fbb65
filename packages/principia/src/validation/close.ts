import type { JsonSchema } from './schema.ts'

/**
 * Gives a copy of a JSON Schema in which every object with named properties refuses unknown ones,
 * unless the schema itself says otherwise (`additionalProperties`, `patternProperties`,
 * `unevaluatedProperties`).
 *
 * The members of an `allOf` see only a part of the object each, so they stay open and the whole is
 * closed with `unevaluatedProperties` instead (JSON Schema 2020-12, core, section 11.3).
 */
export function closeObjects(schema: JsonSchema): JsonSchema {
  return close(schema, true)
}

function close(schema: JsonSchema, closing: boolean): JsonSchema {
  const copy: Record<string, unknown> = Object.create(Object.getPrototypeOf(schema))
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(schema))) {
    const value = key === 'allOf' ? closeAll(schema[key], false) : closeKeyword(key, schema[key])
    Object.defineProperty(copy, key, { ...descriptor, value, writable: true })
  }
  if (!closing || saysItself(schema)) return copy
  if (Array.isArray(schema.allOf)) copy.unevaluatedProperties = false
  else if (isObject(schema.properties)) copy.additionalProperties = false
  return copy
}

function saysItself(schema: JsonSchema): boolean {
  return 'additionalProperties' in schema || 'unevaluatedProperties' in schema || 'patternProperties' in schema
}

function closeKeyword(key: string, value: unknown): unknown {
  if (SCHEMA_MAPS.has(key) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, closeAny(child, true)]))
  }
  if (SCHEMA_LISTS.has(key)) return closeAll(value, true)
  if (SCHEMA_KEYWORDS.has(key)) return closeAny(value, true)
  return value
}

function closeAll(value: unknown, closing: boolean): unknown {
  return Array.isArray(value) ? value.map((child) => closeAny(child, closing)) : closeAny(value, closing)
}

function closeAny(value: unknown, closing: boolean): unknown {
  return isObject(value) ? close(value, closing) : value
}

const SCHEMA_MAPS = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas'])
const SCHEMA_LISTS = new Set(['anyOf', 'oneOf', 'prefixItems', 'items'])
const SCHEMA_KEYWORDS = new Set(['additionalProperties', 'unevaluatedProperties', 'contains', 'not'])

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
