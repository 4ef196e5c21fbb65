import { randomOf, type Random } from '../../run/random.ts'
import { valid } from '../../values/valid.ts'
import type { Description, Operation, Parameter } from '../description.ts'
import { isObject } from '../openapi/document.ts'
import { addressOf, type Address } from '../openapi/address.ts'

/** What is known of values for the parameters of operations. */
export interface Known {
  readonly description: Description
  readonly seed: string
  /** Lists that were answered, by path: where values for the paths below them are. */
  readonly lists: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>
}

/**
 * The addresses at which a described GET may be answered with success, the likeliest first: what is required filled from
 * items that were listed, from examples, or from the schema. Empty where a part of the path can only be guessed.
 */
export function addressesOf(operation: Operation, known: Known): Address[] {
  const items = itemsAbove(operation, known)
  // Of its own, so that it sees the same numbers whichever is looked at first.
  const random = randomOf(`${known.seed} ${operation.path}`)
  const sources = items.length === 0 ? [undefined] : [...items.slice(0, 2), undefined]
  const addresses = sources.flatMap((item) => {
    const values = new Map<Parameter, unknown>()
    for (const parameter of operation.parameters) {
      const value = valueFor(parameter, item, known, random)
      if (value !== undefined) values.set(parameter, value)
      else if (parameter.required) return []
    }
    const address = addressOf(operation, (parameter) => values.get(parameter))
    return /[{}]|\/\/|\/\.{1,2}(?:\/|\?|$)/.test(address.path) ? [] : [address]
  })
  return addresses.filter((each, index) => addresses.findIndex(({ path }) => path === each.path) === index)
}

/** Items of the list that the path is below: of `/notes` for `/notes/{id}`. */
function itemsAbove({ path }: Operation, { lists }: Known): readonly Readonly<Record<string, unknown>>[] {
  const list = path.slice(0, Math.max(path.lastIndexOf('/{'), 0))
  return lists.get(list) ?? []
}

function valueFor(
  parameter: Parameter,
  item: Readonly<Record<string, unknown>> | undefined,
  { description }: Known,
  random: Random,
): unknown {
  const { name, required, schema, example } = parameter
  if (!required) return undefined
  if (parameter.in === 'path' && item !== undefined) {
    const found = memberFor(name, item)
    if (found !== undefined) return found
  }
  if (example !== undefined) return example
  const value = valid(schema, description, random)
  if (parameter.in !== 'path') return value
  // In a path, a made-up name leads nowhere; small numbers and names out of a list are often there.
  const resolved = description.resolve(schema)
  const types = isObject(resolved) ? [resolved.type].flat() : []
  const told =
    isObject(resolved) &&
    ['const', 'enum', 'examples', 'default'].some((each) => resolved[each] !== undefined)
  return told ? value : types.includes('integer') && typeof value === 'number' ? least(resolved) : undefined
}

function least(schema: unknown): number {
  const minimum = isObject(schema) && typeof schema.minimum === 'number' ? schema.minimum : 1
  return Math.max(1, Math.ceil(minimum))
}

/** `noteId`, `note_id` and `id` of a path are mostly the `id` of an item; `slug` is its `slug`. */
function memberFor(name: string, item: Readonly<Record<string, unknown>>): string | number | undefined {
  const short = /(?:^|_|-)?([a-z]+|[A-Z][a-z]*)$/.exec(name)?.[1]?.toLowerCase()
  for (const each of [name, short, 'id', 'uuid', 'slug']) {
    const value = each === undefined || !Object.hasOwn(item, each) ? undefined : item[each]
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return value
  }
  return undefined
}

/** The items of an answer that is a list, or an object with one: `{ "items": [...] }`. */
export function itemsOf(json: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list = Array.isArray(json)
    ? json
    : isObject(json)
      ? Object.values(json).find(Array.isArray)
      : undefined
  return ((list ?? []) as unknown[]).filter(isObject)
}
