import type { Random } from '../run/random.ts'
import type { Schema } from '../target/description.ts'
import { flatten, type Flat, type Shapes } from './flatten.ts'
import { textsFor } from './texts.ts'

export interface ValidOptions {
  /** Which members of objects there are: those that are required, unless said, or all that are described. */
  readonly members?: 'required' | 'all'
  /** Which way it goes: a request, unless said, has no members that are `readOnly`; an answer none that are `writeOnly`. */
  readonly way?: 'request' | 'answer'
  /** Whether values that the schema gives itself (`examples`, `default`) are left aside. */
  readonly fresh?: boolean
}

/** Objects within objects whose optional members are made, and the depth at which making ends. */
const DEEP = 4
const DEEPEST = 10
const MOST_ITEMS = 1000
/** Values tried for one that is wanted: schemas can multiply without end. */
const MOST_STEPS = 3000

/** A value that fits a schema: verified. `undefined` where none could be made. */
export function valid(schema: Schema, shapes: Shapes, random: Random, options: ValidOptions = {}): unknown {
  return within((making) => make(schema, making), { shapes, random, options, depth: 0 })
}

/** So many items for a list, where they can be made. */
export function itemsFor(schema: Flat, count: number, shapes: Shapes, random: Random): unknown[] | undefined {
  const list = within((making) => makeItems(schema, count, making), { shapes, random, options: {}, depth: 1 })
  return list?.length === count ? list : undefined
}

/** What is made, unless it takes too much. */
function within<T>(run: (making: Making) => T, making: Omit<Making, 'count'>): T | undefined {
  let steps = 0
  const count = () => {
    if (++steps > MOST_STEPS) throw new TooMuch()
  }
  try {
    return run({ ...making, count })
  } catch (error) {
    if (error instanceof TooMuch) return undefined
    throw error
  }
}

class TooMuch extends Error {}

interface Making {
  readonly shapes: Shapes
  readonly random: Random
  readonly options: ValidOptions
  readonly depth: number
  /** Is told of each value that is tried. */
  readonly count: () => void
}

function make(schema: Schema, making: Making): unknown {
  const { shapes, options, depth, count } = making
  count()
  if (depth > DEEPEST) return undefined
  const { way = 'request' } = options
  const variants = flatten(schema, shapes)
  // What contains itself comes to an end with null, where that is allowed.
  if (depth > DEEP) variants.sort((one, other) => Number(isNull(other)) - Number(isNull(one)))
  for (const variant of variants)
    for (const candidate of candidatesFor(variant, making)) {
      count()
      if (shapes.examine(schema, candidate, way).length === 0) return candidate
    }
  return undefined
}

function isNull({ type }: Flat): boolean {
  return type === 'null'
}

function* candidatesFor(schema: Flat, making: Making): Iterable<unknown> {
  const { const: only, enum: values, examples, default: usual } = schema
  const { random, options } = making
  if (only !== undefined) {
    yield only
    return
  }
  if (options.fresh !== true) {
    if (Array.isArray(examples)) yield* (examples as unknown[]).filter((each) => !isThin(each, making))
    if (usual !== undefined && usual !== null && !isThin(usual, making)) yield usual
  }
  if (Array.isArray(values)) {
    const some = (values as unknown[]).filter((value) => value !== null)
    if (some.length > 0) yield random.pick(some)
    yield* values as unknown[]
    return
  }
  for (const type of typesOf(schema)) yield* candidatesOf(type, schema, making)
}

/** An example object may lack members, or have ones that go the other way; objects are made member by member. */
function isThin(value: unknown, { options }: Making): boolean {
  return options.members === 'all' && typeof value === 'object' && value !== null && !Array.isArray(value)
}

const BY_KEYWORD: readonly (readonly [type: string, keywords: readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties']],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
]

/** The types to make, null last; where the schema names none, those that it says something about. */
export function typesOf({ type, ...schema }: Flat): readonly string[] {
  if (type !== undefined) {
    const types = [type].flat() as string[]
    return [...types.filter((each) => each !== 'null'), ...types.filter((each) => each === 'null')]
  }
  const meant = BY_KEYWORD.filter(([, keywords]) => keywords.some((each) => schema[each] !== undefined))
  return [...meant.map(([each]) => each), 'string', 'integer', 'object', 'boolean', 'null']
}

function candidatesOf(type: string, schema: Flat, making: Making): Iterable<unknown> {
  const { random } = making
  if (type === 'string') return textsFor(schema, random)
  if (type === 'integer' || type === 'number') return numbersFor(schema, type, random)
  if (type === 'boolean') return random.next() < 0.5 ? [true, false] : [false, true]
  if (type === 'null') return [null]
  return type === 'array' ? listsFor(schema, making) : objectsFor(schema, making)
}

function* numbersFor(schema: Flat, type: string, random: Random): Iterable<number> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema as Record<
    string,
    number
  >
  const step = multipleOf ?? 1
  const low = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity)
  const high = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity)
  const from = low === -Infinity ? (high === Infinity || high >= 1 ? 1 : high - 100 * step) : low
  const to = Math.min(high, from + 100 * step)
  const first = Math.ceil(from / step)
  const last = Math.floor(to / step)
  if (first <= last) yield* Array.from({ length: 4 }, () => tidy(random.between(first, last) * step))
  yield tidy(first * step)
  yield tidy((first + 1) * step)
  yield tidy(last * step)
  if (type === 'number') yield (from + to) / 2
}

/** Without what binary fractions add: 0.30000000000000004. */
function tidy(value: number): number {
  return Number(value.toPrecision(15))
}

function* listsFor(schema: Flat, making: Making): Iterable<unknown[]> {
  const { prefixItems = [], contains } = schema
  const { minItems = 0, maxItems = Infinity } = schema as Record<string, number>
  const some = making.options.members === 'all' && making.depth < DEEP ? 1 : 0
  const wanted = Math.max(minItems, (prefixItems as Schema[]).length, contains === undefined ? 0 : 1, some)
  const list = makeItems(schema, Math.min(wanted, maxItems, MOST_ITEMS), {
    ...making,
    depth: making.depth + 1,
  })
  yield list
  if (list.length > minItems) yield []
}

/** Up to so many: those at the front as `prefixItems` says, then those that the list has to contain, then any. */
function makeItems(schema: Flat, count: number, making: Making): unknown[] {
  const { prefixItems = [], items = true, contains, uniqueItems } = schema
  const { minContains = 1 } = schema as Record<string, number>
  const first = prefixItems as readonly Schema[]
  const wanted = contains === undefined ? items : { allOf: [contains, items] }
  const list: unknown[] = []
  const known = new Set<string>()
  for (let tries = 0; list.length < count && tries < count * 3 + 8; tries++) {
    const beyond = list.length - first.length
    const each = first[list.length] ?? (beyond < minContains ? wanted : items)
    // A list of different items needs ones that are made anew.
    const options = known.size > 0 ? { ...making.options, fresh: true } : making.options
    const item = make(each as Schema, { ...making, options })
    if (item === undefined) break
    const text = JSON.stringify(item)
    if (uniqueItems === true && known.has(text)) continue
    known.add(text)
    list.push(item)
  }
  return list
}

function* objectsFor(schema: Flat, making: Making): Iterable<Record<string, unknown>> {
  const { shapes, random, options, depth } = making
  const { way = 'request', members = 'required' } = options
  const hidden = way === 'request' ? 'readOnly' : 'writeOnly'
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>
  const required = (schema.required ?? []) as readonly string[]
  const { additionalProperties = true, minProperties = 0 } = schema as {
    additionalProperties?: Schema
    minProperties?: number
  }
  const isHidden = (name: string) => {
    const each = properties[name]
    const resolved = each === undefined || !Object.hasOwn(properties, name) ? true : shapes.resolve(each)
    return typeof resolved === 'object' && resolved[hidden] === true
  }
  const deeper = { ...making, depth: depth + 1 }
  const made: [string, unknown][] = []
  const add = (name: string) => {
    if (made.some(([each]) => each === name) || isHidden(name)) return
    const own = Object.hasOwn(properties, name) ? properties[name] : additionalProperties
    const value = make(own ?? true, deeper)
    if (value !== undefined) made.push([name, value])
  }
  for (const name of required) add(name)
  const optional = Object.keys(properties).filter((name) => !required.includes(name))
  const thin = Object.fromEntries(made)
  if (members === 'all' && depth < DEEP) for (const name of optional) add(name)
  for (const name of optional) if (made.length < minProperties) add(name)
  for (let tries = 0; made.length < minProperties && tries < minProperties + 8; tries++) add(random.word(6))
  yield Object.fromEntries(made)
  // Some members exclude each other: first what is asked alone, then each of the others with it.
  yield thin
  for (const [name, value] of made) yield { ...thin, [name]: value }
}
