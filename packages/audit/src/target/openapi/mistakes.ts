import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Mistake, Schema } from '../description.ts'
import { isObject, step } from './document.ts'
import { patternEngine } from './pattern-engine.ts'
import { SCHEMAS_IN } from './keywords.ts'
import type { Schemas } from './schemas.ts'

/** Which way a value goes: members that are `readOnly` need not be in a request, nor `writeOnly` ones in an answer. */
export type Way = 'request' | 'answer'

/** Tells where a value does not fit a schema. */
export type Examine = (schema: Schema, value: unknown, way?: Way) => readonly Mistake[]

export function createExamine(schemas: Schemas): Examine {
  const of = { request: compiler(schemas, 'readOnly'), answer: compiler(schemas, 'writeOnly') }
  return (schema, value, way = 'answer') => {
    const validate = of[way](schema)
    try {
      if (validate === undefined || validate(value)) return []
    } catch {
      // It contains itself without end, through `allOf` and the like: nothing can be said against any value.
      return []
    }
    return (validate.errors ?? []).slice(0, MOST_MISTAKES).map((error) => toMistake(error, value))
  }
}

const MOST_MISTAKES = 20

/** @param hidden the keyword of members that need not be there */
function compiler(schemas: Schemas, hidden: string): (schema: Schema) => ValidateFunction | undefined {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    validateSchema: false,
    logger: false,
    inlineRefs: false,
    // 19.99 is a multiple of 0.01, whatever binary fractions make of it.
    multipleOfPrecision: 6,
    code: { regExp: patternEngine },
  })
  formats.default(ajv)
  const compiled = new WeakMap<object, ValidateFunction | undefined>()
  /** By reference: what Ajv knows its schema as. */
  const keys = new Map<string, string>()

  const isHidden = (schema: Schema): boolean => {
    const resolved = schemas.resolve(schema)
    return isObject(resolved) && resolved[hidden] === true
  }

  /** As Ajv takes it. @param outer names that need not be there, as the schema around says */
  const toAjv = (schema: unknown, outer: ReadonlySet<string>): unknown => {
    if (!isObject(schema)) return schema
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
    const own = properties.filter(([, each]) => isHidden(each)).map(([name]) => name)
    const optional = own.length === 0 ? outer : new Set([...outer, ...own])
    return Object.fromEntries(
      Object.entries(schema).map(([keyword, value]): [string, unknown] => {
        if (keyword === '$ref') return [keyword, keyOf(value as string)]
        if (keyword === 'required')
          return [keyword, (value as readonly string[]).filter((name) => !optional.has(name))]
        const inner = IN_PLACE.has(keyword) ? optional : NONE
        const shape = SCHEMAS_IN.get(keyword)
        if (shape === 'one') return [keyword, toAjv(value, inner)]
        if (shape === 'list') return [keyword, (value as unknown[]).map((each) => toAjv(each, inner))]
        if (shape === 'map') return [keyword, mapped(value as object, (each) => toAjv(each, inner))]
        return [keyword, value]
      }),
    )
  }

  const keyOf = (reference: string): string => {
    const before = keys.get(reference)
    if (before !== undefined) return before
    const key = `schema:${keys.size}`
    keys.set(reference, key)
    ajv.addSchema(toAjv(schemas.resolve({ $ref: reference }), NONE) as object, key)
    return key
  }

  const never = ajv.compile(false)
  return (schema) => {
    if (typeof schema === 'boolean') return schema ? undefined : never
    if (compiled.has(schema)) return compiled.get(schema)
    let validate: ValidateFunction | undefined
    try {
      validate = ajv.compile(toAjv(schema, NONE) as object)
    } catch {
      // What is wrong with the schema stands among the faults of the description.
      validate = undefined
    }
    compiled.set(schema, validate)
    return validate
  }
}

const NONE: ReadonlySet<string> = new Set()

/** Keywords whose schemas are about the same value as the schema that they stand in. */
const IN_PLACE = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'])

function mapped(value: object, map: (each: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, map(each)]))
}

function toMistake(error: ErrorObject, whole: unknown): Mistake {
  const { keyword, instancePath, params, message = 'does not fit' } = error
  const named = params as Readonly<Record<string, unknown>>
  const member = named.missingProperty ?? named.additionalProperty ?? named.unevaluatedProperty
  const pointer = typeof member === 'string' ? step(instancePath, member) : instancePath
  const where = pointer === '' ? 'The value' : `"${pointer}"`
  if (keyword === 'required' || keyword === 'dependentRequired')
    return { pointer, rule: keyword, says: `${where} is missing.` }
  if (typeof member === 'string')
    return { pointer, rule: keyword, says: `${where} is not among the members that are described.` }
  const found = shown(valueAt(whole, instancePath))
  const wanted = keyword === 'enum' ? `must be one of ${shown(named.allowedValues)}` : message
  return { pointer, rule: keyword, says: `${where} ${wanted}; it is ${found}.` }
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value
  for (const part of pointer.split('/').slice(1))
    at = (at as Record<string, unknown> | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  return at
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
