import { isStandardSchema, type JsonSchema, type Schema } from '../validation/index.ts'
import type { RouteSpec } from '../routing/index.ts'
import type { PathParam } from './path.ts'
import type { Field, Schemas } from './schemas.ts'
import type { Parameter } from './types.ts'

/** Every value that an operation takes from outside of its body. */
export function parametersOf(spec: RouteSpec, path: readonly PathParam[], schemas: Schemas): Parameter[] {
  return [
    ...idempotencyKey(spec.idempotent),
    ...pathParameters(path, spec.params, schemas),
    ...queryParameters(spec.query, schemas),
    ...fieldsOf(spec.headers, schemas)
      .filter(({ name }) => !DESCRIBED_ELSEWHERE.has(name.toLowerCase()))
      .map((field) => parameter('header', field)),
    ...preconditionParameters(spec, schemas),
    ...fieldsOf(spec.cookies, schemas).map((field) => parameter('cookie', field)),
  ]
}

/** One of them has to be there, which OpenAPI cannot say; a 428 does. */
function preconditionParameters({ precondition, headers }: RouteSpec, schemas: Schemas): Parameter[] {
  if (precondition === undefined) return []
  const declared = new Set(fieldsOf(headers, schemas).map(({ name }) => name.toLowerCase()))
  const text: JsonSchema = { type: 'string' }
  const conditions: Parameter[] = [
    {
      name: 'If-Match',
      in: 'header',
      description: 'The `ETag` of the state that this is made for, several of them, or `*`.',
      schema: text,
    },
    {
      name: 'If-Unmodified-Since',
      in: 'header',
      description: 'The `Last-Modified` of that state, where there is no `ETag`.',
      schema: text,
    },
  ]
  return conditions.filter(({ name }) => !declared.has(name.toLowerCase()))
}

function idempotencyKey(idempotent: RouteSpec['idempotent'] = false): Parameter[] {
  if (idempotent === false) return []
  const required = typeof idempotent === 'object' && idempotent.required === true
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      ...(required && { required: true as const }),
      description:
        'A new UUID for each order. The same request with the same key is carried out once and answered alike.',
      schema: { type: 'string', minLength: 1, maxLength: 257 },
    },
  ]
}

/** OpenAPI ignores header parameters of these names: it has other words for what they carry. */
const DESCRIBED_ELSEWHERE = new Set(['accept', 'content-type', 'authorization'])

function fieldsOf(schema: Schema | undefined, schemas: Schemas): readonly Field[] {
  return schema === undefined ? [] : (schemas.fields(schema) ?? [])
}

function pathParameters(
  path: readonly PathParam[],
  schema: Schema | undefined,
  schemas: Schemas,
): Parameter[] {
  const declared = new Map(fieldsOf(schema, schemas).map((field) => [field.name, field.schema]))
  return path.map(({ name, key, schema: own, rest }) => {
    const found = key === undefined ? undefined : declared.get(key)
    const given = parameter('path', { name, required: true, schema: withPattern(found, own) })
    if (!rest) return given
    const description = [given.description, REST].filter((text) => text !== undefined).join(' ')
    return { ...given, description, 'x-slashes': true as const }
  })
}

const REST = 'All that is left of the path: one segment or more, with the slashes between them.'

/** The path's own regular expression still counts where the declared schema is of text and has none. */
function withPattern(declared: JsonSchema | undefined, own: JsonSchema): JsonSchema {
  if (declared === undefined) return own
  return declared.type === 'string' && own.pattern !== undefined && declared.pattern === undefined
    ? { ...declared, pattern: own.pattern }
    : declared
}

function queryParameters(schema: Schema | undefined, schemas: Schemas): Parameter[] {
  if (schema === undefined) return []
  const fields = schemas.fields(schema)
  if (fields !== undefined) return fields.map((field) => parameter('query', field))
  const description = isStandardSchema(schema)
    ? `Parameters of any name, as the ${schema['~standard'].vendor} schema accepts them.`
    : 'Parameters of any name.'
  // An object in the style `form`, exploded, is one parameter for each of its members.
  return [
    {
      name: 'parameters',
      in: 'query',
      description,
      style: 'form',
      explode: true,
      schema: schemas.describe(schema, 'input'),
    },
  ]
}

function parameter(location: Parameter['in'], { name, required, schema }: Field): Parameter {
  const { description, deprecated } = schema
  return {
    name,
    in: location,
    ...(required && { required: true as const }),
    ...(typeof description === 'string' && { description }),
    ...(deprecated === true && { deprecated }),
    // A list is one parameter that occurs several times.
    ...(location === 'query' && schema.type === 'array' && { style: 'form' as const, explode: true }),
    schema,
  }
}
