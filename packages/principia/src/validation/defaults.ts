import { isJsonSchema, propertiesOf, type JsonSchema } from './schema.ts'

/** Whether any property of the schema, at any depth of objects and lists, has a `default`. */
export function hasDefaults(schema: JsonSchema): boolean {
  if (isJsonSchema(schema.items) && hasDefaults(schema.items)) return true
  return propertiesOf(schema).some(([, child]) => 'default' in child || hasDefaults(child))
}

/**
 * Fills in what is missing and has a `default`, in place: the value comes from our own decoder, so
 * nobody else holds it.
 */
export function withDefaults(schema: JsonSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema
    if (isJsonSchema(items)) for (const item of value) withDefaults(items, item)
    return value
  }
  if (typeof value !== 'object' || value === null) return value
  const object = value as Record<string, unknown>
  for (const [name, child] of propertiesOf(schema)) {
    const there = Object.hasOwn(object, name) && object[name] !== undefined
    if (there) withDefaults(child, object[name])
    else if ('default' in child) object[name] = structuredClone(child.default)
  }
  return value
}
