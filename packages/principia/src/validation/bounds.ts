import { escapePointer } from './messages.ts'
import { isJsonSchema, propertiesOf, type JsonSchema } from './schema.ts'

/** Where a value has more items than a list may have, and how many that may be. */
export interface TooMany {
  readonly pointer: string
  readonly max: number
}

export type FindTooMany = (value: unknown) => TooMany | undefined

/**
 * Looks at the lengths of lists before anything else: schema compilers check every item first and their number
 * last, so that a list of hundreds of thousands would be walked through only to be refused. Lists below a
 * `$ref` or within a union are left to the schema.
 *
 * `undefined` for a schema that limits no list.
 */
export function compileBounds(schema: JsonSchema): FindTooMany | undefined {
  const { maxItems, items } = schema
  const max = typeof maxItems === 'number' ? maxItems : undefined
  const inItems = isJsonSchema(items) ? compileBounds(items) : undefined
  const members = propertiesOf(schema).flatMap(([name, child]) => {
    const find = compileBounds(child)
    return find === undefined ? [] : [{ name, find }]
  })
  if (max === undefined && inItems === undefined && members.length === 0) return undefined
  return (value) => {
    if (Array.isArray(value)) {
      if (max !== undefined && value.length > max) return { pointer: '', max }
      return inItems && findInItems(value, inItems)
    }
    if (typeof value !== 'object' || value === null) return undefined
    for (const { name, find } of members) {
      const found = find((value as Record<string, unknown>)[name])
      if (found !== undefined) return below(name, found)
    }
    return undefined
  }
}

function findInItems(items: readonly unknown[], find: FindTooMany): TooMany | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item)
    if (found !== undefined) return below(String(index), found)
  }
  return undefined
}

function below(name: string, { pointer, max }: TooMany): TooMany {
  return { pointer: `/${escapePointer(name)}${pointer}`, max }
}
