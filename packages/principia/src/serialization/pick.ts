import { Value } from '../typebox.ts'
import { isJsonSchema, propertiesOf, type JsonSchema } from '../validation/index.ts'

/**
 * Copies from `value` what the schema declares, leaving out undeclared members of objects at every
 * depth. Objects that the schema leaves open (`additionalProperties`, no `properties`) are kept whole.
 */
export function pickDeclared(schema: JsonSchema, value: unknown): unknown {
  return pick(schema, value, isJsonSchema(schema.$defs) ? schema.$defs : {})
}

type Definitions = { readonly [name: string]: unknown }

function pick(schema: JsonSchema, value: unknown, definitions: Definitions): unknown {
  if (Array.isArray(value)) return pickItems(schema, value, definitions) ?? value
  if (typeof value !== 'object' || value === null) return value
  return pickMembers(schema, value as Record<string, unknown>, definitions) ?? value
}

/** The declared members, or `undefined` where the schema says nothing about members. */
function pickMembers(
  schema: JsonSchema,
  source: Record<string, unknown>,
  definitions: Definitions,
): Record<string, unknown> | undefined {
  const parts = seenBy(schema, source, definitions).map((part) => pickMembers(part, source, definitions))
  if (namesMembers(schema)) parts.push(pickOwn(schema, source, definitions))
  const known = parts.filter((part) => part !== undefined)
  return known.length === 0 ? undefined : Object.assign({}, ...known)
}

function namesMembers(schema: JsonSchema): boolean {
  return 'properties' in schema || 'patternProperties' in schema || isJsonSchema(schema.additionalProperties)
}

function pickOwn(
  schema: JsonSchema,
  source: Record<string, unknown>,
  definitions: Definitions,
): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  const properties = new Map(propertiesOf({ properties: schema.properties }))
  const patterns = Object.entries(isJsonSchema(schema.patternProperties) ? schema.patternProperties : {})
  for (const name of Object.keys(source)) {
    const child =
      properties.get(name) ?? patterns.find(([pattern]) => new RegExp(pattern, 'u').test(name))?.[1]
    if (isJsonSchema(child)) picked[name] = pick(child, source[name], definitions)
    else if (isJsonSchema(schema.additionalProperties)) {
      picked[name] = pick(schema.additionalProperties, source[name], definitions)
    } else if (schema.additionalProperties === true) picked[name] = source[name]
  }
  return picked
}

/** The list with its items picked, or `undefined` where the schema says nothing about items. */
function pickItems(schema: JsonSchema, list: unknown[], definitions: Definitions): unknown[] | undefined {
  for (const part of seenBy(schema, list, definitions)) {
    const picked = pickItems(part, list, definitions)
    if (picked !== undefined) return picked
  }
  const { items, prefixItems } = schema
  const tuple = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : []
  if (tuple.length === 0 && !isJsonSchema(items)) return undefined
  return list.map((item, index) => {
    const child: unknown = tuple[index] ?? items
    return isJsonSchema(child) ? pick(child, item, definitions) : item
  })
}

/** The schemas that look at the same value: what a `$ref` names, all of `allOf`, and the branch of a union. */
function seenBy(schema: JsonSchema, value: object, definitions: Definitions): JsonSchema[] {
  const named =
    typeof schema.$ref === 'string' ? definitions[schema.$ref.replace(/^#\/\$defs\//, '')] : undefined
  const members = Array.isArray(schema.allOf) ? schema.allOf : []
  const branches = [schema.anyOf, schema.oneOf]
    .filter(Array.isArray)
    .map((union) => branchOf(union, value, definitions))
  return [named, ...members, ...branches].filter(isJsonSchema)
}

/** Of a union's branches that accept the value, the one that declares the most members. */
function branchOf(
  branches: readonly unknown[],
  value: object,
  definitions: Definitions,
): JsonSchema | undefined {
  return branches
    .filter(isJsonSchema)
    .filter((branch) => Value.Check(definitions as Record<string, JsonSchema>, branch, value))
    .toSorted((a, b) => propertiesOf(b).length - propertiesOf(a).length)[0]
}
