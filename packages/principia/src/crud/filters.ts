import type { TSchema } from 'typebox'
import { isJsonSchema, t, type JsonSchema } from '../validation/index.ts'

/** One demand on a member of an item, as a request asked for it. */
export interface Condition {
  readonly member: string
  readonly operator: Operator
  readonly value: unknown
}

export type Operator = 'in' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'null'

/** Values that one filter may list. */
const MAX_VALUES = 50

const ORDERED = ['lt', 'lte', 'gt', 'gte'] as const

/**
 * The query parameters by which a list can be filtered. Of a member `price`:
 *
 * | parameter     | gives the items whose price is            |
 * |---------------|-------------------------------------------|
 * | `price=5`     | 5; given more than once, any of them      |
 * | `price.ne=5`  | not 5                                     |
 * | `price.lt=5`, `.lte`, `.gt`, `.gte` | below, at most, above, at least (numbers, dates) |
 * | `price.null=true` | not known, where it can be            |
 *
 * @throws TypeError for a member that the schema does not have, or whose values cannot be compared
 */
export function filterParameters(item: JsonSchema, members: readonly string[]): Record<string, TSchema> {
  return Object.fromEntries(members.flatMap((member) => parametersOf(member, propertyOf(item, member))))
}

function parametersOf(member: string, property: JsonSchema): [string, TSchema][] {
  const value = scalarOf(member, property)
  const one = t.Optional(t.Unsafe<unknown>(value))
  return [
    [member, t.Optional(t.Array(t.Unsafe<unknown>(value), { maxItems: MAX_VALUES }))],
    [`${member}.ne`, one],
    ...(isOrdered(value) ? ORDERED.map((operator): [string, TSchema] => [`${member}.${operator}`, one]) : []),
    ...(isNullable(property) ? [[`${member}.null`, t.Optional(t.Boolean())] as [string, TSchema]] : []),
  ]
}

/** The conditions that a validated query sets. */
export function conditionsOf(
  query: Readonly<Record<string, unknown>>,
  members: readonly string[],
): Condition[] {
  return members.flatMap((member) =>
    (['in', 'ne', ...ORDERED, 'null'] as const).flatMap((operator) => {
      const value = query[operator === 'in' ? member : `${member}.${operator}`]
      return value === undefined ? [] : [{ member, operator, value }]
    }),
  )
}

/** The schema of a member of an item. */
export function propertyOf(item: JsonSchema, member: string): JsonSchema {
  const property = isJsonSchema(item.properties) ? item.properties[member] : undefined
  if (isJsonSchema(property)) return property
  throw new TypeError(`"${member}" is not a member of the items.`)
}

/** Whether a member may be null. */
export function isNullable(property: JsonSchema): boolean {
  return property.type === 'null' || branchesOf(property).some(({ type }) => type === 'null')
}

function branchesOf(property: JsonSchema): JsonSchema[] {
  return [property.anyOf, property.oneOf].filter(Array.isArray).flat().filter(isJsonSchema)
}

/** The member's schema without null, which must be one text, number or boolean. */
function scalarOf(member: string, property: JsonSchema): JsonSchema {
  const branches = branchesOf(property).filter(({ type }) => type !== 'null')
  const [only = property] = branches.length === 1 ? branches : []
  const types = branches.length > 1 ? branches.map(({ type }) => type) : [only.type]
  if (
    types.every((type) => type === 'string' || type === 'number' || type === 'integer' || type === 'boolean')
  ) {
    // A default belongs to an item that is made, not to a question about items.
    const { default: _, ...rest } = branches.length > 1 ? { anyOf: branches } : only
    return rest
  }
  throw new TypeError(`"${member}" cannot be filtered by: its values are not text, numbers or booleans.`)
}

function isOrdered({ type, format }: JsonSchema): boolean {
  return type === 'number' || type === 'integer' || format === 'date-time' || format === 'date'
}
