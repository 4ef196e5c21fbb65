import { propertiesOf, type JsonSchema } from './schema.ts'

/**
 * Query strings, path parameters, headers and cookies are text; the schema says what the text means. So
 * are bodies in formats without types of their own (form, CSV, XML); JSON has them and is never coerced.
 *
 * Coercion only translates text that is exactly a number or `true`/`false`. Anything else is left as
 * it is, for validation to refuse; and so is an integer that a double would turn into another one.
 */
export type Coerce = (values: Record<string, string | string[]>) => Record<string, unknown>

export function compileCoercion(schema: JsonSchema): Coerce {
  const coercions = propertiesOf(schema)
    .map(([name, property]) => [name, compileTextCoercion(property)] as const)
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

/** What text stands for under one schema; `undefined` where it stands for itself. */
export function compileTextCoercion(schema: JsonSchema): ((text: string | string[]) => unknown) | undefined {
  if (schema.type === 'array') {
    const item = compileTextCoercion((schema.items ?? {}) as JsonSchema)
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
  if (!isNumber(text) || !keepsDigits(text)) return text
  const value = Number(text)
  if (types.has('number')) return value
  return types.has('integer') && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : text
}

/**
 * Whether a number is still the same one as a double: finite and, where it was written as an integer, with
 * the same digits when it is written again. Real numbers are the nearest double's.
 */
export function keepsDigits(text: string): boolean {
  const value = Number(text)
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true
  return Number.isFinite(value) && (!/^-?\d+$/.test(text) || String(value) === text)
}

/** JSON's own grammar of a number (RFC 8259 section 6), so that `0x10`, `1_000`, `Infinity` and ` 1` stay text. */
function isNumber(text: string): boolean {
  return text.length <= 32 && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
}
