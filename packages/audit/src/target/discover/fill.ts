import { randomOf, type Random } from '../../run/random.ts'
import { valid } from '../../values/valid.ts'
import type { Description, Operation, Parameter } from '../description.ts'
import { isObject } from '../openapi/document.ts'
import { addressOf } from '../openapi/address.ts'

/** A list that was answered. */
export interface List {
  /** Where, with nothing left to fill. */
  readonly path: string
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

/** What is known of values for the parameters of operations. */
export interface Known {
  readonly description: Description
  readonly seed: string
  /** By the described path: of `/notes/{id}/comments`, for `/notes/{id}/comments/{comment}`. */
  readonly lists: ReadonlyMap<string, List>
}

/** Items of a list that are tried. */
const MOST_ITEMS = 2

/**
 * The addresses at which a described GET may be answered with success, the likeliest first: what is required filled from
 * items that were listed, from examples, or from the schema. Empty where a part of the path can only be guessed, or where
 * header fields or cookies of its own are required, which whoever asks again would not know of.
 */
export function addressesOf(operation: Operation, known: Known): string[] {
  const { parameters, path } = operation
  if (parameters.some((each) => each.required && (each.in === 'header' || each.in === 'cookie'))) return []
  // Of its own, so that it sees the same numbers whichever is looked at first.
  const random = randomOf(`${known.seed} ${path}`)
  const template = path.slice(0, Math.max(path.lastIndexOf('/{'), 0))
  const list = known.lists.get(template)
  const above = list === undefined ? {} : partsOf(template, list.path)
  const sources = [...(list?.items ?? []).slice(0, MOST_ITEMS), undefined]
  const addresses = sources.flatMap((item) => {
    const values = new Map<Parameter, unknown>()
    for (const parameter of parameters) {
      const value = above[parameter.name] ?? valueFor(parameter, item, known, random)
      if (value !== undefined) values.set(parameter, value)
      else if (parameter.required) return []
    }
    const address = addressOf(operation, (parameter) => values.get(parameter))
    return /[{}]|\/\/|\/\.{1,2}(?:\/|\?|$)/.test(address.path) ? [] : [address.path]
  })
  return [...new Set(addresses)]
}

/** What stands in an address where its template has `{name}`. */
function partsOf(template: string, path: string): Readonly<Record<string, string>> {
  const parts = path.split('/')
  return Object.fromEntries(
    template.split('/').flatMap((each, index) => {
      const name = /^\{([^{}]+)\}$/.exec(each)?.[1]
      return name === undefined ? [] : [[name, decodeURIComponent(parts[index] ?? '')]]
    }),
  )
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

/** The items of an answer that is a list, or has one within: `{ "items": [...] }`, `{ "data": { "notes": [...] } }`. */
export function itemsOf(json: unknown, depth = 0): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(json)) return (json as unknown[]).filter(isObject)
  if (!isObject(json) || depth > 2) return []
  const members = Object.values(json)
  const inner = [...members.filter(Array.isArray), ...members.filter(isObject)]
  return inner.map((each) => itemsOf(each, depth + 1)).find((items) => items.length > 0) ?? []
}
