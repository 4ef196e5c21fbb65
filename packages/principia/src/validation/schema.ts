import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Static, StaticDecode, TSchema } from 'typebox'

/**
 * A schema that a route accepts: made with `t` (TypeBox, which is JSON Schema), or by any library that
 * implements Standard Schema (zod, valibot, arktype).
 */
export type Schema = (TSchema & object) | StandardSchemaV1

/**
 * The value that a handler receives once the schema has accepted it.
 *
 * The detour over `infer` keeps the compiler from working out, wherever it meets `Output` of a schema that it does not
 * know yet, what TypeBox's `Static` could come to at most: one such question made a million types.
 */
export type Output<S> = S extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<S>
  : S extends TSchema
    ? Static<S> extends infer Value
      ? Value
      : never
    : never

/** The value that a handler gives for an answer: as `Output`, and also a `Date` where that is a `date-time`. */
export type Answered<S> = S extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<S>
  : S extends TSchema
    ? StaticDecode<S> extends infer Value
      ? Value
      : never
    : never

/** The value that a client sends for the schema to accept; other than `Output` where a Standard Schema transforms. */
export type Input<S> = S extends StandardSchemaV1 ? StandardSchemaV1.InferInput<S> : Output<S>

/** JSON Schema as plain data: what a TypeBox schema is at run time. */
export type JsonSchema = { readonly [keyword: string]: unknown }

export function isJsonSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The properties that a schema names: its own, and those of every member of its `allOf`. */
export function propertiesOf(schema: JsonSchema): [name: string, schema: JsonSchema][] {
  const members = Array.isArray(schema.allOf) ? schema.allOf.filter(isJsonSchema).flatMap(propertiesOf) : []
  const own = isJsonSchema(schema.properties) ? Object.entries(schema.properties) : []
  return [...members, ...own.filter((entry): entry is [string, JsonSchema] => isJsonSchema(entry[1]))]
}

export function isStandardSchema(schema: Schema): schema is StandardSchemaV1 {
  return '~standard' in schema
}

/** One reason why a value was not accepted. */
export interface Failure {
  /** Which part of the request: `body`, `query`, `path`, `headers` or `cookies`. */
  readonly in: string
  /** A JSON Pointer (RFC 6901) into that part; the empty string is the part as a whole. */
  readonly pointer: string
  readonly message: string
}

/** Failures reported for one request; further ones are left out. */
export const MAX_FAILURES = 100
