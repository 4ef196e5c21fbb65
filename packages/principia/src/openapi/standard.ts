import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import type { JsonSchema } from '../validation/index.ts'

/** Which side of a schema is meant: what it accepts, or what it gives after it has transformed that. */
export type Side = 'input' | 'output'

/**
 * The JSON Schema of a Standard Schema, where its library can tell (Standard JSON Schema, version 1).
 * Some schemas have none even there, such as a transformation's output.
 */
export function standardJsonSchema(schema: StandardSchemaV1, side: Side): JsonSchema {
  const props = schema['~standard']
  if (canConvert(props)) {
    try {
      return props.jsonSchema[side]({ target: 'draft-2020-12' })
    } catch {
      // Falls through: said in words instead.
    }
  }
  return { description: `Checked by ${props.vendor}, which does not describe this schema as JSON Schema.` }
}

function canConvert(
  props: StandardSchemaV1['~standard'],
): props is StandardSchemaV1['~standard'] & StandardJSONSchemaV1['~standard'] {
  return 'jsonSchema' in props
}
