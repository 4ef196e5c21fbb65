import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { TSchema } from 'typebox'
import { isThenable } from '../concurrency/index.ts'
import { Compile, Settings } from '../typebox.ts'
import { compileBounds } from './bounds.ts'
import { closeObjects } from './close.ts'
import { hasDefaults, withDefaults } from './defaults.ts'
import { compileExplain } from './explain.ts'
import { escapePointer } from './messages.ts'
import { isStandardSchema, MAX_FAILURES, type Failure, type JsonSchema, type Schema } from './schema.ts'

Settings.Set({ maxErrors: MAX_FAILURES })

/**
 * A schema, ready to use. It gives the accepted value, or adds to `failures` and gives `undefined`.
 * Only a Standard Schema may answer with a promise; one made with `t` never does.
 */
export type Validate = (value: unknown, failures: Failure[]) => unknown

/** A schema made with `t`, closed: for a value of our own, to which nothing is added. */
export interface Declared {
  fits(value: unknown): boolean
  explain(value: unknown): Failure[]
}

export function compileDeclared(schema: TSchema, location: string): Declared {
  const closed = closedOf(schema as JsonSchema)
  const compiled = compiledOf(closed)
  return { fits: (value) => compiled.Check(value), explain: compileExplain(closed, location) }
}

/** Compiles a schema once, at start. `location` is what the failures carry as `in`. */
export function compileSchema(
  schema: Schema,
  location: string,
  { open = false }: { open?: boolean } = {},
): Validate {
  return isStandardSchema(schema)
    ? compileStandard(schema, location)
    : compileJson(open ? (schema as JsonSchema) : closedOf(schema as JsonSchema), location)
}

/**
 * A schema is compiled once, however many routes and places it is used in, and however often an app that is
 * checked and then started asks.
 */
const closedOf = oncePer((schema: JsonSchema) => closeObjects(schema))
const compiledOf = oncePer((schema: JsonSchema) => Compile(schema as TSchema))

function oncePer<Key extends object, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new WeakMap<Key, Made>()
  return (key) => {
    const made = known.get(key) ?? make(key)
    known.set(key, made)
    return made
  }
}

function compileJson(schema: JsonSchema, location: string): Validate {
  const compiled = compiledOf(schema)
  const defaults = hasDefaults(schema)
  const explain = compileExplain(schema, location)
  const findTooMany = compileBounds(schema)
  return (input, failures) => {
    const excess = findTooMany?.(input)
    if (excess !== undefined) {
      const { pointer, max } = excess
      failures.push({ in: location, pointer, message: `must have at most ${max} items` })
      return undefined
    }
    const value = defaults ? withDefaults(schema, input) : input
    if (compiled.Check(value)) return value
    failures.push(...explain(value))
    return undefined
  }
}

function compileStandard(schema: StandardSchemaV1, location: string): Validate {
  const { validate } = schema['~standard']
  const settle = (result: StandardSchemaV1.Result<unknown>, failures: Failure[]): unknown => {
    if (result.issues === undefined) return result.value
    for (const issue of result.issues.slice(0, MAX_FAILURES)) {
      failures.push({ in: location, pointer: toPointer(issue.path), message: issue.message })
    }
    return undefined
  }
  return (value, failures) => {
    const result = validate(value)
    return isThenable(result)
      ? Promise.resolve(result).then((settled) => settle(settled, failures))
      : settle(result, failures)
  }
}

function toPointer(path: StandardSchemaV1.Issue['path']): string {
  return (path ?? [])
    .map((segment) => (typeof segment === 'object' ? segment.key : segment))
    .map((key) => `/${escapePointer(String(key))}`)
    .join('')
}
