import type { Random } from '../run/random.ts'
import type { Schema } from '../target/description.ts'
import type { Flat, Shapes } from './flatten.ts'
import { fits, placesOf } from './places.ts'
import { textOfLength } from './texts.ts'
import { itemsFor, valid } from './valid.ts'

/** A value at a limit of its schema, on the side that has to be taken. */
export interface Boundary {
  /** Where in the value the limit is reached, as a JSON Pointer. */
  readonly pointer: string
  /** The keyword whose limit it is. */
  readonly rule: string
  /** `a text of 200 characters that take two UTF-16 units each`. */
  readonly says: string
  /** The whole value. */
  readonly value: unknown
}

/** Texts longer and lists larger than these are not made. */
const LONGEST = 100_000
const MOST_ITEMS = 1000
const MOST_VALUES = 20

/** Values at each limit of a schema, all of which fit: verified. */
export function boundaries(schema: Schema, shapes: Shapes, random: Random): Boundary[] {
  const found: Boundary[] = []
  const given = new Set<string>()
  const give = (pointer: string, rule: string, says: string, value: unknown) => {
    const text = JSON.stringify(value)
    if (text === undefined || given.has(text) || !fits(schema, value, shapes)) return
    given.add(text)
    found.push({ pointer, rule, says, value })
  }
  give('', 'required', 'only what is required', valid(schema, shapes, random))
  give('', 'properties', 'all that is described', valid(schema, shapes, random, { members: 'all' }))
  for (const place of placesOf(schema, shapes, random))
    for (const { rule, says, value } of limitsOf(place.schema, place.value, shapes, random))
      give(place.pointer, rule, says, place.put(value))
  return found
}

interface Limit {
  readonly rule: string
  readonly says: string
  readonly value: unknown
}

function limitsOf(schema: Flat, value: unknown, shapes: Shapes, random: Random): Limit[] {
  const { enum: values, type } = schema
  if (Array.isArray(values))
    return (
      (values as unknown[])
        // Where null was added for `nullable`, nobody has to take it.
        .filter((each) => each !== null)
        .slice(0, MOST_VALUES)
        .map((each) => ({ rule: 'enum', says: `the value ${JSON.stringify(each)}`, value: each }))
    )
  const nothing = [type].flat().includes('null') ? [{ rule: 'type', says: 'null', value: null }] : []
  if (typeof value === 'string') return [...nothing, ...textLimits(schema, value, random)]
  if (typeof value === 'number') return [...nothing, ...numberLimits(schema)]
  return Array.isArray(value) ? [...nothing, ...listLimits(schema, shapes, random)] : nothing
}

/** JSON Schema counts characters as Unicode does, not the units of UTF-16 (2020-12, validation, section 6.3.1). */
const ASTRAL = '\u{1F600}'

/** Texts that their formats allow, and that are easily forgotten. */
const UNUSUAL: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2024-02-29T23:59:59Z', '2030-06-15T12:30:00.123Z', '2030-06-15T12:30:00+05:30'],
  date: ['2024-02-29'],
  uuid: ['6F9619FF-8B86-4011-B42D-00CF4FC964FF'],
  email: ['first.last+tag@example.com'],
}

function textLimits(schema: Flat, value: string, random: Random): Limit[] {
  const { minLength, maxLength, format } = schema as {
    minLength?: number
    maxLength?: number
    format?: string
  }
  const limits: Limit[] = []
  for (const [rule, length] of [
    ['minLength', minLength],
    ['maxLength', maxLength],
  ] as const) {
    if (length === undefined || length > LONGEST) continue
    const plain = textOfLength(schema, value, length, random)
    if (plain !== undefined) limits.push({ rule, says: `a text of ${length} characters`, value: plain })
    if (length > 0 && schema.pattern === undefined)
      limits.push({
        rule,
        says: `a text of ${length} characters that take two UTF-16 units each`,
        value: ASTRAL.repeat(length),
      })
  }
  const unusual = format !== undefined && Object.hasOwn(UNUSUAL, format) ? UNUSUAL[format] : []
  for (const each of unusual ?? [])
    limits.push({ rule: 'format', says: `the ${format} ${each}`, value: each })
  return limits
}

function numberLimits(schema: Flat): Limit[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema as Record<
    string,
    number
  >
  const whole = [schema.type].flat().includes('integer')
  const least = multipleOf ?? (whole ? 1 : 0.001)
  const limit = (rule: string, value: number): Limit => ({ rule, says: `the number ${value}`, value })
  return [
    ...(minimum === undefined ? [] : [limit('minimum', minimum)]),
    ...(maximum === undefined ? [] : [limit('maximum', maximum)]),
    ...(exclusiveMinimum === undefined ? [] : [limit('exclusiveMinimum', above(exclusiveMinimum, least))]),
    ...(exclusiveMaximum === undefined ? [] : [limit('exclusiveMaximum', -above(-exclusiveMaximum, least))]),
  ]
}

/** The next multiple of a step. */
function above(value: number, by: number): number {
  return Number(((Math.floor(value / by) + 1) * by).toPrecision(12))
}

function listLimits(schema: Flat, shapes: Shapes, random: Random): Limit[] {
  const { minItems, maxItems } = schema as { minItems?: number; maxItems?: number }
  return [['minItems', minItems] as const, ['maxItems', maxItems] as const].flatMap(([rule, count]) => {
    if (count === undefined || count > MOST_ITEMS) return []
    const value = itemsFor(schema, count, shapes, random)
    return value === undefined ? [] : [{ rule, says: `a list of ${count} items`, value }]
  })
}
