import type { TSchema } from 'typebox'
import { t, type JsonSchema } from '../validation/index.ts'
import { isNullable, propertyOf } from './filters.ts'

/** One key of an order. */
export interface SortKey {
  readonly member: string
  readonly descending: boolean
}

/** The order of a list that has been asked for as `-createdAt,title`, ended by the id where it is not in it. */
export function parseOrder(text: string, id: string): SortKey[] {
  const keys = text
    .split(',')
    .map((part) => ({ member: part.replace(/^-/, ''), descending: part.startsWith('-') }))
  const ends = keys.findIndex(({ member }) => member === id)
  // What comes behind the id decides nothing: no two items have the same.
  if (ends !== -1) return keys.slice(0, ends + 1)
  return [...keys, { member: id, descending: keys.at(-1)?.descending ?? false }]
}

/** The order as text, its one spelling. */
export function orderText(order: readonly SortKey[]): string {
  return order.map(({ member, descending }) => `${descending ? '-' : ''}${member}`).join(',')
}

/** Keys that one order may have. */
const MAX_KEYS = 4

/**
 * The `sort` parameter.
 *
 * @throws TypeError for a member that is not there, or may be null or missing: null has no place in an order that pages can be cut from
 */
export function sortParameter(item: JsonSchema, members: readonly string[]): TSchema {
  const required = Array.isArray(item.required) ? item.required : []
  for (const member of members) {
    if (isNullable(propertyOf(item, member)) || !required.includes(member)) {
      throw new TypeError(`"${member}" cannot be sorted by: it may be null or missing.`)
    }
  }
  const key = `-?(?:${members.map((member) => RegExp.escape(member)).join('|')})`
  return t.Optional(
    t.String({
      pattern: `^${key}(?:,${key}){0,${MAX_KEYS - 1}}$`,
      maxLength: 200,
      description: `Members to sort by, "-" for descending: ${members.join(', ')}.`,
    }),
  )
}
