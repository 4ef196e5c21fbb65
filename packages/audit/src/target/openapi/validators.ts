import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { DataValidationCxt } from 'ajv/dist/types/index.js'
import formats from 'ajv-formats'
import type { Schema } from '../description.ts'
import { isObject } from './document.ts'
import { patternEngine } from './pattern-engine.ts'
import { SCHEMAS_IN } from './keywords.ts'
import type { Schemas } from './schemas.ts'

/** A schema of its own: `undefined` where anything fits, or where it is too broken to tell. */
export type Validator = (schema: Schema) => ValidateFunction | undefined

/** Keywords whose schemas are about the same value as the schema that they stand in. */
const IN_PLACE = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'])
const NONE: ReadonlySet<string> = new Set()

/** A reference that is looked up when a value comes to it, and not before. */
const LATER = 'refersTo'

/**
 * Compiles schemas to functions, each when it is first needed. Ajv compiles all that a schema refers to along with it, in
 * depth, for which a large API can be too large. So references from members and items are left for later; those about the
 * same value stay as they are, for `unevaluatedProperties` looks through them.
 *
 * @param hidden the keyword of members that need not be there: `readOnly` or `writeOnly`
 */
export function createValidator(schemas: Schemas, hidden: string): Validator {
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
  const waiting: string[] = []
  const never = ajv.compile(false)

  const validator: Validator = (schema) => {
    if (typeof schema === 'boolean') return schema ? undefined : never
    if (compiled.has(schema)) return compiled.get(schema)
    let validate: ValidateFunction | undefined
    try {
      const own = toAjv(schema, NONE) as object
      settle()
      validate = ajv.compile(own)
    } catch {
      // What is wrong with the schema stands among the faults of the description.
      validate = undefined
    }
    compiled.set(schema, validate)
    return validate
  }

  const later = Object.assign(
    (reference: string, value: unknown, _: unknown, context?: DataValidationCxt): boolean => {
      const validate = validator(schemas.resolve({ $ref: reference }))
      const fits = validate === undefined || validate(value, context)
      later.errors = fits ? [] : (validate.errors ?? [])
      return fits
    },
    { errors: [] as ErrorObject[] },
  )
  ajv.addKeyword({ keyword: LATER, errors: 'full', validate: later })

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
        const inPlace = IN_PLACE.has(keyword)
        const each = (inner: unknown) => (inPlace ? toAjv(inner, optional) : ofMember(inner))
        const shape = SCHEMAS_IN.get(keyword)
        if (shape === 'one') return [keyword, each(value)]
        if (shape === 'list') return [keyword, (value as unknown[]).map(each)]
        if (shape === 'map') return [keyword, mapped(value as object, each)]
        return [keyword, value]
      }),
    )
  }

  const ofMember = (schema: unknown): unknown => {
    const alone = isObject(schema) && typeof schema.$ref === 'string' && Object.keys(schema).length === 1
    return alone ? { [LATER]: schema.$ref } : toAjv(schema, NONE)
  }

  const isHidden = (schema: Schema): boolean => {
    const resolved = schemas.resolve(schema)
    return isObject(resolved) && resolved[hidden] === true
  }

  const keyOf = (reference: string): string => {
    const before = keys.get(reference)
    if (before !== undefined) return before
    const key = `schema:${keys.size}`
    keys.set(reference, key)
    waiting.push(reference)
    return key
  }

  /** Gives Ajv what references lead to, and what those lead to. */
  const settle = () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      ajv.addSchema(toAjv(schemas.resolve({ $ref: next }), NONE) as object, keys.get(next))
  }

  return validator
}

function mapped(value: object, map: (each: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, map(each)]))
}
