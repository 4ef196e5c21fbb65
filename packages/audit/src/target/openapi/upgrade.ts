/** A schema's own keywords, from the dialect of OpenAPI 3.0 to JSON Schema 2020-12. Those of schemas within it stay as they are. */
export function upgrade(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { nullable, example, ...schema } = raw
  // Members beside a reference are ignored (OpenAPI 3.0.3, Reference Object), but many write `nullable` there.
  const upgraded: Record<string, unknown> = typeof schema.$ref === 'string' ? { $ref: schema.$ref } : schema
  if (example !== undefined && upgraded.$ref === undefined) upgraded.examples = [example]
  turnExclusive(upgraded, 'minimum', 'exclusiveMinimum')
  turnExclusive(upgraded, 'maximum', 'exclusiveMaximum')
  return nullable === true ? withNull(upgraded) : upgraded
}

/** There, `exclusiveMinimum` is true or false, and says how `minimum` is meant. */
function turnExclusive(schema: Record<string, unknown>, limit: string, exclusive: string): void {
  const flag = schema[exclusive]
  if (typeof flag !== 'boolean') return
  delete schema[exclusive]
  if (!flag || schema[limit] === undefined) return
  schema[exclusive] = schema[limit]
  delete schema[limit]
}

/**
 * Strictly, `nullable` does nothing without a `type` beside it, and an `enum` has to name null (OpenAPI 3.0.3, Schema
 * Object). Few know, so that null is taken wherever `nullable` is written: nobody is blamed for sending it.
 */
function withNull(schema: Record<string, unknown>): Readonly<Record<string, unknown>> {
  const { type, enum: values } = schema
  const oneOf = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'const'].some(
    (keyword) => schema[keyword] !== undefined,
  )
  if (oneOf) {
    const { readOnly, writeOnly, default: usual, examples, ...rest } = schema
    const outside = { readOnly, writeOnly, default: usual, examples }
    return { ...defined(outside), anyOf: [rest, { type: 'null' }] }
  }
  return {
    ...schema,
    ...(type === undefined ? {} : { type: [...[type].flat(), 'null'] }),
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...(values as unknown[]), null] } : {}),
  }
}

function defined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
