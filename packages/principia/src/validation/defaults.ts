import type { JsonSchema } from './schema.ts'

/** Whether any property of the schema, at any depth of objects, has a `default`. */
export function hasDefaults(schema: JsonSchema): boolean {
  return propertiesOf(schema).some(([, child]) => 'default' in child || hasDefaults(child))
}

/**
 * Fills in what is missing and has a `default`, in place: the value comes from our own decoder, so
 * nobody else holds it.
 */
export function withDefaults(schema: JsonSchema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const object = value as Record<string, unknown>
  for (const [name, child] of propertiesOf(schema)) {
    if (object[name] === undefined && 'default' in child) object[name] = structuredClone(child.default)
    else if (name in object) withDefaults(child, object[name])
  }
  return value
}

function propertiesOf(schema: JsonSchema): [string, JsonSchema][] {
  const { properties } = schema
  return typeof properties === 'object' && properties !== null
    ? (Object.entries(properties) as [string, JsonSchema][])
    : []
}
