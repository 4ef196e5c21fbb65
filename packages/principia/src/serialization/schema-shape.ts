import { isJsonSchema, propertiesOf, type JsonSchema } from '../validation/index.ts'

/** The schemas that a value under `schema` may meet: what a `$ref` names, and a union's branches. */
export type Branches = (schema: JsonSchema) => readonly JsonSchema[]

/** For formats that are read and written by a schema: follows references into the `$defs` of `root`. */
export function compileBranches(root: JsonSchema): Branches {
  const definitions = isJsonSchema(root.$defs) ? root.$defs : {}
  const branches = (schema: JsonSchema, followed: number): readonly JsonSchema[] => {
    if (typeof schema.$ref === 'string' && followed < MAX_REFERENCES) {
      const named = schema.$ref === '#' ? root : definitions[schema.$ref.replace(/^#\/\$defs\//, '')]
      if (isJsonSchema(named)) return branches(named, followed + 1)
    }
    const unions = [schema.anyOf, schema.oneOf].filter(Array.isArray).flat().filter(isJsonSchema)
    return unions.length === 0 ? [schema] : unions.flatMap((branch) => branches(branch, followed + 1))
  }
  return (schema) => branches(schema, 0)
}

/** References that lead to references, before they are taken for a circle. */
const MAX_REFERENCES = 20

/** Whether a schema takes values of this type, as far as it says so. */
export function takes(schema: JsonSchema, type: string): boolean {
  if ([schema.type].flat().includes(type)) return true
  if (type === 'null' && schema.const === null) return 'const' in schema
  return [schema.const, ...(Array.isArray(schema.enum) ? schema.enum : [])].some(
    (value) => typeof value === type,
  )
}

export function isList(schema: JsonSchema): boolean {
  return schema.type === 'array' || 'items' in schema || 'prefixItems' in schema
}

export function isObject(schema: JsonSchema): boolean {
  return schema.type === 'object' || propertiesOf(schema).length > 0 || isRecord(schema)
}

/** Whether members may have names that only the data knows. */
export function isRecord(schema: JsonSchema): boolean {
  return 'patternProperties' in schema || isJsonSchema(schema.additionalProperties)
}

/** What an item at `index` of a list has to be. */
export function itemSchema({ items, prefixItems }: JsonSchema, index: number): JsonSchema | undefined {
  const tuple: readonly unknown[] = Array.isArray(prefixItems)
    ? prefixItems
    : Array.isArray(items)
      ? items
      : []
  const item = tuple[index] ?? items
  return isJsonSchema(item) ? item : undefined
}

export function isRequired(schema: JsonSchema, name: string): boolean {
  const members = Array.isArray(schema.allOf) ? schema.allOf.filter(isJsonSchema) : []
  return [schema, ...members].some(({ required }) => Array.isArray(required) && required.includes(name))
}
