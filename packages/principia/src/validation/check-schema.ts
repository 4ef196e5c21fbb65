import { nearest } from '../errors/index.ts'
import { KEYWORDS, TYPES, type Shape } from './keywords.ts'
import { escapePointer } from './messages.ts'
import { isJsonSchema, type JsonSchema } from './schema.ts'

/** What is wrong with a part of a schema: where, as a JSON Pointer, and what, to be read after its name. */
export interface SchemaMistake {
  readonly pointer: string
  readonly what: string
}

/**
 * Finds what a schema says in vain. JSON Schema passes over what it does not know (2020-12, core, section 4.3.1), so that
 * a misspelt keyword, or type, is a validation that is off; here it is a mistake. Annotations are known, and names that
 * begin with `x-` or `~` are others' own. A Standard Schema is its library's.
 *
 * A schema is looked at once, however many routes have it.
 */
export function schemaMistakes(schema: unknown): readonly SchemaMistake[] {
  if (typeof schema !== 'object' || schema === null) return look(schema, '', new Set())
  const known = looked.get(schema) ?? look(schema, '', new Set())
  looked.set(schema, known)
  return known
}

const looked = new WeakMap<object, readonly SchemaMistake[]>()

function look(schema: unknown, pointer: string, above: ReadonlySet<unknown>): SchemaMistake[] {
  const mistake = (what: string) => [{ pointer, what }]
  // JSON Schema's own words for anything and for nothing.
  if (typeof schema === 'boolean' && pointer !== '') return []
  if (isStandard(schema)) {
    return pointer === ''
      ? []
      : mistake('is a Standard Schema, which is not looked at within another; use one library for the whole.')
  }
  if (!isJsonSchema(schema)) return mistake(`is ${described(schema)}, which is no schema; ${advice(schema)}`)
  if (above.has(schema)) return []
  if ('~codec' in schema) {
    return mistake('has a codec, which is never run; validate what is sent, and make of it what you need.')
  }
  const names = Object.keys(schema).filter((name) => !isOthers(name))
  const unknown = names.filter((name) => !KEYWORDS.has(name))
  if (unknown.length > 0 && unknown.length === names.length && unknown.every((name) => !meant(name))) {
    return mistake(
      `has no keyword of JSON Schema, so it would accept anything; if ${listed(unknown)} is a member, write t.Object({ ${unknown[0]}: … }).`,
    )
  }
  const within = new Set([...above, schema])
  return [
    ...unknown.flatMap((name) => mistake(unknownKeyword(name))),
    ...typesOf(schema).flatMap((type) => (TYPES.includes(type) ? [] : mistake(unknownType(type)))),
    ...names.flatMap((name) => {
      const shape = KEYWORDS.get(name)
      return shape === undefined ? [] : lookAt(name, shape, schema[name], pointer, within)
    }),
  ]
}

function lookAt(
  name: string,
  shape: Shape,
  value: unknown,
  pointer: string,
  above: ReadonlySet<unknown>,
): SchemaMistake[] {
  if (value === undefined) return []
  const below = `${pointer}/${escapePointer(name)}`
  const each = (entries: readonly (readonly [string | number, unknown])[]) =>
    entries.flatMap(([key, child]) => look(child, `${below}/${escapePointer(String(key))}`, above))
  if (shape === 'schema' || shape === 'items') {
    return shape === 'items' && Array.isArray(value) ? each([...value.entries()]) : look(value, below, above)
  }
  if (shape === 'schemas' && Array.isArray(value)) return each([...value.entries()])
  if (shape === 'members' && isJsonSchema(value)) return each(Object.entries(value))
  return FITS[shape](value)
    ? []
    : [{ pointer, what: `has a "${name}" that is ${described(value)}; it must be ${MEANING[shape]}.` }]
}

const FITS: Readonly<Record<Shape, (value: unknown) => boolean>> = {
  any: () => true,
  schema: () => false,
  items: () => false,
  schemas: () => false,
  members: () => false,
  number: (value) => typeof value === 'number' || typeof value === 'bigint',
  boolean: (value) => typeof value === 'boolean',
  text: (value) => typeof value === 'string' || value instanceof RegExp,
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  list: Array.isArray,
  // TypeBox's `type` is looked at for itself.
  type: (value) => typeof value === 'string' || Array.isArray(value),
}

const MEANING: Readonly<Record<Shape, string>> = {
  any: 'anything',
  schema: 'a schema',
  items: 'a schema',
  schemas: 'a list of schemas',
  members: 'an object with a schema under each name',
  number: 'a number',
  boolean: 'true or false',
  text: 'a text',
  texts: 'a list of names',
  list: 'a list',
  type: 'a type, or a list of types',
}

function typesOf({ type }: JsonSchema): string[] {
  return [type].flat().filter((one) => typeof one === 'string')
}

function unknownType(type: string): string {
  const near = nearest(type, TYPES)
  return `has the type "${type}", which there is not, so it would accept anything; ${
    near === undefined ? `the types are ${TYPES.slice(0, 7).join(', ')}.` : `did you mean "${near}"?`
  }`
}

function unknownKeyword(name: string): string {
  if (name === 'nullable') {
    return 'has "nullable", which JSON Schema does not know; write t.Union([…, t.Null()]), or a list of types with "null".'
  }
  const near = meant(name)
  return `has "${name}", which is no keyword of JSON Schema; ${
    near === undefined ? 'remove it, or call what is your own "x-…".' : `did you mean "${near}"?`
  }`
}

function meant(name: string): string | undefined {
  return nearest(
    name,
    [...KEYWORDS.keys()].filter((keyword) => keyword.startsWith('$') === name.startsWith('$')),
  )
}

function isOthers(name: string): boolean {
  return name.startsWith('x-') || name.startsWith('~')
}

/** Those of some libraries are functions. */
function isStandard(value: unknown): boolean {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value
  )
}

function described(value: unknown): string {
  if (value === undefined || value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `the text "${value}"`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function advice(value: unknown): string {
  if (typeof value === 'string' && TYPES.includes(value)) {
    return `write t.${value.charAt(0).toUpperCase()}${value.slice(1)}(…).`
  }
  return 'make one with `t`, or any library that implements Standard Schema.'
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
