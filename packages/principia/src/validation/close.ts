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
  listConstants(copy)
  if (!closing || saysItself(schema)) return copy
  if (isConditional(schema)) {
    const conditional = Object.fromEntries(conditionalNames(schema).map((name) => [name, {}]))
    copy.properties = { ...conditional, ...(isJsonSchema(copy.properties) ? copy.properties : {}) }
    copy.additionalProperties = false
  } else if (partial) copy.unevaluatedProperties = false
  else if (isJsonSchema(schema.properties)) copy.additionalProperties = false
  return copy
}

/** A choice among constants becomes an `enum`, whose refusal names them all. */
function listConstants(copy: Record<string, unknown>): void {
  const branches: unknown[] = Array.isArray(copy.anyOf) ? copy.anyOf : []
  if (branches.length === 0 || 'enum' in copy || !branches.every(isConstant)) return
  const types = new Set(branches.map(({ type }) => type))
  if (types.size === 1 && !types.has(undefined)) [copy.type] = types
  copy.enum = branches.map((branch) => branch.const)
  delete copy.anyOf
  // TypeBox marks what it made; this is no union any more.
  delete copy['~kind']
}

function isConstant(schema: unknown): schema is JsonSchema {
  if (!isJsonSchema(schema) || !('const' in schema)) return false
  return Object.keys(schema).every((key) => key === 'const' || key === 'type')
}

/**
 * Whether conditions are all that joins the object's own properties. Such an object is closed by the names that
 * any branch knows; `unevaluatedProperties` is out of the question, since the schema compiler forgets what the
 * object itself has evaluated once an `if` does not hold.
 */
function isConditional(schema: JsonSchema): boolean {
  return (
    CONDITIONS.some((keyword) => keyword in schema) &&
    !['allOf', ...UNIONS].some((keyword) => keyword in schema)
  )
}

function conditionalNames({ then: met, else: otherwise, dependentSchemas }: JsonSchema): string[] {
  const branches = [
    met,
    otherwise,
    ...(isJsonSchema(dependentSchemas) ? Object.values(dependentSchemas) : []),
  ]
  return branches
    .filter(isJsonSchema)
    .flatMap((branch) => [...Object.keys(branch.properties ?? {}), ...conditionalNames(branch)])
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

const CONDITIONS = ['if', 'then', 'else', 'dependentSchemas']
const IN_PLACE = ['allOf', ...CONDITIONS]
const UNIONS = ['anyOf', 'oneOf']
const CHILD_MAPS = new Set(['properties', 'patternProperties', '$defs'])
const CHILDREN = new Set([
  'items',
  'prefixItems',
  'additionalItems',
  'additionalProperties',
  'unevaluatedProperties',
])
