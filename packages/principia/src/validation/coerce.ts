import { propertiesOf, type JsonSchema } from './schema.ts'

/**
 * Query strings, path parameters, headers and cookies are text; the schema says what the text means.
 * Bodies are never coerced: their format has types of its own.
 *
 * Coercion only translates text that is exactly a number or `true`/`false`. Anything else is left as
 * it is, for validation to refuse with the right message.
 */
export type Coerce = (values: Record<string, string | string[]>) => Record<string, unknown>

export function compileCoercion(schema: JsonSchema): Coerce {
  const coercions = propertiesOf(schema)
    .map(([name, property]) => [name, coercionOf(property)] as const)
    .filter((entry): entry is [string, (text: string | string[]) => unknown] => entry[1] !== undefined)
  return (values) => {
    const coerced: Record<string, unknown> = values
    for (const [name, coerce] of coercions) {
      const value = values[name]
      if (value !== undefined) coerced[name] = coerce(value)
    }
    return coerced
  }
}

function coercionOf(schema: JsonSchema): ((text: string | string[]) => unknown) | undefined {
  if (schema.type === 'array') {
    const item = coercionOf((schema.items ?? {}) as JsonSchema)
    return (text) => {
      const items = Array.isArray(text) ? text : [text]
      return item === undefined ? items : items.map(item)
    }
  }
  const types = scalarTypes(schema)
  if (types.size === 0) return undefined
  return (text) => (typeof text === 'string' ? coerceScalar(text, types) : text)
}

function scalarTypes(schema: JsonSchema): Set<string> {
  const branches = [schema, ...list(schema.anyOf), ...list(schema.oneOf)]
  const types = branches.flatMap((branch) => [
    ...(Array.isArray(branch.type) ? branch.type : [branch.type]),
    typeof branch.const,
    ...(Array.isArray(branch.enum) ? branch.enum.map((value) => typeof value) : []),
  ])
  return new Set(types.filter((type) => type === 'number' || type === 'integer' || type === 'boolean'))
}

function list(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value : []
}

function coerceScalar(text: string, types: Set<string>): unknown {
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (types.has('number') && isNumber(text)) return Number(text)
  // An integer that a double cannot hold would become another one.
  if (types.has('integer') && isNumber(text) && !(Math.abs(Number(text)) > Number.MAX_SAFE_INTEGER))
    return Number(text)
  return text
}

/** JSON's own grammar of a number (RFC 8259 section 6), so that `0x10`, `1_000`, `Infinity` and ` 1` stay text. */
function isNumber(text: string): boolean {
  return text.length <= 32 && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
}
