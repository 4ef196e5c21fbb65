import type { Description, Schema } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { BodyCall } from './body-calls.ts'

/** A member at the top of a call's content. */
export interface Member {
  readonly name: string
  /** Resolved. `undefined` where only the example tells of it. */
  readonly schema: Readonly<Record<string, unknown>> | undefined
}

/** The members at the top of what a call takes: those that are described, else those of the example. */
export function membersOf({ schema, example }: BodyCall, description: Description | undefined): Member[] {
  const described = schema === undefined ? {} : propertiesOf(schema, description)
  const names = new Set([...Object.keys(described), ...Object.keys(example())])
  return [...names].map((name) => ({ name, schema: described[name] }))
}

/** The members that schemas describe, those of `allOf` as well, each resolved. */
function propertiesOf(
  schema: Schema,
  description: Description | undefined,
  depth = 0,
): Record<string, Readonly<Record<string, unknown>>> {
  const resolved = description?.resolve(schema) ?? schema
  if (!isObject(resolved) || depth > 6) return {}
  const parts = Array.isArray(resolved.allOf) ? (resolved.allOf as Schema[]) : []
  const own = isObject(resolved.properties) ? (resolved.properties as Record<string, Schema>) : {}
  return Object.assign(
    {},
    ...parts.map((part) => propertiesOf(part, description, depth + 1)),
    Object.fromEntries(
      Object.entries(own).flatMap(([name, each]) => {
        const member = description?.resolve(each) ?? each
        return isObject(member) ? [[name, member]] : []
      }),
    ),
  ) as Record<string, Readonly<Record<string, unknown>>>
}

export function hasType({ schema }: Member, ...types: readonly string[]): boolean {
  return schema !== undefined && [schema['type']].flat().some((each) => types.includes(each as string))
}

/** Members that hold free text: by their schema, else by the example. */
export function freeTexts(call: BodyCall, description: Description | undefined): Member[] {
  const example = call.example()
  return membersOf(call, description).filter(({ name, schema }) => {
    if (schema === undefined) return call.schema === undefined && isFree(example[name])
    if (schema['readOnly'] === true || !hasType({ name, schema }, 'string')) return false
    return ['format', 'enum', 'const', 'contentEncoding'].every((keyword) => schema[keyword] === undefined)
  })
}

/** A text of several words is one that people write. */
function isFree(value: unknown): boolean {
  return typeof value === 'string' && value.includes(' ')
}

/** Whether a text fits, as far as something is described. */
export function takesText(member: Member, text: string, description: Description | undefined): boolean {
  const { schema } = member
  return (
    schema === undefined ||
    description === undefined ||
    description.examine(schema, text, 'request').length === 0
  )
}
