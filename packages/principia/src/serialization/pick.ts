import type { JsonSchema } from '../validation/index.ts'

/**
 * Copies from `value` what the schema declares, leaving out undeclared members of objects at every
 * depth. Objects that the schema leaves open (`additionalProperties`, no `properties`) are kept whole.
 */
export function pickDeclared(schema: JsonSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema
    return isSchema(items) ? value.map((item) => pickDeclared(items, item)) : value
  }
  if (typeof value !== 'object' || value === null) return value
  const branches = [schema.anyOf, schema.oneOf].find(Array.isArray)
  if (branches !== undefined) return pickBranch(branches, value)
  const properties = declaredProperties(schema)
  if (properties === undefined) return value
  const picked: Record<string, unknown> = {}
  const source = value as Record<string, unknown>
  for (const [name, child] of Object.entries(properties)) {
    if (source[name] !== undefined) picked[name] = pickDeclared(child, source[name])
  }
  return picked
}

/** Of a union, the branch whose required members are all there and that declares the most of them. */
function pickBranch(branches: readonly JsonSchema[], value: object): unknown {
  const fitting = branches
    .filter((branch) => (Array.isArray(branch.required) ? branch.required : []).every((name) => name in value))
    .filter((branch) => constantsMatch(branch, value))
    .toSorted((a, b) => count(b) - count(a))
  return fitting[0] === undefined ? value : pickDeclared(fitting[0], value)
}

function constantsMatch(branch: JsonSchema, value: object): boolean {
  return Object.entries(declaredProperties(branch) ?? {}).every(
    ([name, child]) => !('const' in child) || (value as Record<string, unknown>)[name] === child.const,
  )
}

function count(schema: JsonSchema): number {
  return Object.keys(declaredProperties(schema) ?? {}).length
}

function declaredProperties(schema: JsonSchema): Record<string, JsonSchema> | undefined {
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== false) return undefined
  const members = Array.isArray(schema.allOf) ? (schema.allOf as JsonSchema[]).map(declaredProperties) : []
  if (members.includes(undefined)) return undefined
  const own = isSchema(schema.properties) ? (schema.properties as Record<string, JsonSchema>) : undefined
  return own === undefined && members.length === 0 ? undefined : Object.assign({}, ...members, own)
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
