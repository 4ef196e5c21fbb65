import { isJsonSchema, propertiesOf, type JsonSchema } from './schema.ts'

/** Whether any property of the schema, at any depth of objects, lists and unions, has a `default`. */
export function hasDefaults(schema: JsonSchema): boolean {
  if (isJsonSchema(schema.items) && hasDefaults(schema.items)) return true
  if (branchesOf(schema).some(hasDefaults)) return true
  return propertiesOf(schema).some(([, child]) => 'default' in child || hasDefaults(child))
}

/**
 * Fills in what is missing and has a `default`, in place: the value comes from our own decoder, so
 * nobody else holds it. Of a union only the branch counts that the value's own constants choose, such as
 * `{ op: 'create' }`.
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
  const branch = branchesOf(schema).find((candidate) => isChosen(candidate, object))
  if (branch !== undefined) withDefaults(branch, object)
  return value
}

function branchesOf({ anyOf, oneOf }: JsonSchema): JsonSchema[] {
  return [anyOf, oneOf].filter(Array.isArray).flat().filter(isJsonSchema)
}

/** Whether a branch of a union has constants, and the value has them all. */
function isChosen(branch: JsonSchema, object: Readonly<Record<string, unknown>>): boolean {
  const constants = propertiesOf(branch).filter(([, child]) => 'const' in child)
  return constants.length > 0 && constants.every(([name, child]) => object[name] === child.const)
}
