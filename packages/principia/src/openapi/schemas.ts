import { closeObjects, isStandardSchema, type JsonSchema, type Schema } from '../validation/index.ts'
import { createComponents, type Components } from './components.ts'
import { renderSchema, type Rendering } from './render.ts'
import { standardJsonSchema, type Side } from './standard.ts'

/** A member of an object schema, as parameters need them: one by one. */
export interface Field {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
}

/** Writes schemas as OpenAPI 3.1 has them, and collects those with a name as components. */
export interface Schemas {
  /** The schema as it is enforced: objects refuse unknown members, what has a default may be left out. */
  describe(schema: Schema, side: Side): JsonSchema
  /** The members of an object schema; `undefined` where the schema does not list them. */
  fields(schema: Schema): readonly Field[] | undefined
  /** Adds a schema under a name of ours and gives the reference to it. */
  add(name: string, schema: JsonSchema): JsonSchema
  readonly components: Readonly<Record<string, JsonSchema>>
}

export function createSchemas(): Schemas {
  const components = createComponents()
  return {
    components: components.schemas,
    add: (name, schema) => components.place([{ key: name, render: () => schema }], 'output').reference(name),
    describe(schema, side) {
      const { original, closed } = sourceOf(schema, side)
      return renderSchema(original, closed, rendering(components, schema, side))
    },
    fields(schema) {
      const { original, closed } = sourceOf(schema, 'input')
      const whole = renderSchema(original, closed, {
        ...rendering(components, schema, 'input'),
        named: false,
      })
      const fields = fieldsOf(whole)
      return fields.length === 0 && whole.properties === undefined ? undefined : fields
    },
  }
}

function rendering(components: Components, schema: Schema, side: Side): Rendering {
  // Only schemas made with `t` have their defaults filled in by the framework.
  return {
    components,
    side,
    scope: new Map(),
    named: true,
    filled: side === 'input' && !isStandardSchema(schema),
  }
}

function sourceOf(schema: Schema, side: Side): { original: JsonSchema; closed: JsonSchema } {
  if (isStandardSchema(schema)) {
    const converted = standardJsonSchema(schema, side)
    return { original: converted, closed: converted }
  }
  return { original: schema as JsonSchema, closed: closeObjects(schema as JsonSchema) }
}

function fieldsOf(schema: JsonSchema): Field[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  const own = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
  const members = Array.isArray(schema.allOf) ? (schema.allOf as JsonSchema[]).flatMap(fieldsOf) : []
  return [
    ...own.map(([name, child]) => ({ name, required: required.includes(name), schema: child })),
    ...members,
  ]
}
