import type { Random } from '../run/random.ts'
import { isObject } from '../target/openapi/document.ts'
import type { Flat, Shapes } from './flatten.ts'
import type { Place } from './places.ts'
import { textOfLength } from './texts.ts'
import { itemsFor } from './valid.ts'

/** What could stand in a place to break a rule there. */
interface Break {
  readonly rule: string
  /** `has 201 characters; at most 200 are allowed`: behind the name of the place. */
  readonly says: string
  readonly value: unknown
}

const LONGEST = 100_000
const MOST_ITEMS = 1000

/** Values that probably break one rule of a place each; whether they do is for the caller to see. */
export function breaksOf({ schema, value }: Place, shapes: Shapes, random: Random): Break[] {
  const breaks = [...wrongTypes(schema, value), ...wrongValues(schema, value)]
  if (typeof value === 'string') breaks.push(...wrongTexts(schema, value, random))
  if (typeof value === 'number') breaks.push(...wrongNumbers(schema, value))
  if (Array.isArray(value)) breaks.push(...wrongLists(schema, value, shapes, random))
  else if (isObject(value)) breaks.push(...wrongObjects(schema, value, random))
  return breaks
}

/** One value of each type, in words. */
const OTHERS: readonly (readonly [says: string, value: unknown])[] = [
  ['the text "text"', 'text'],
  ['the number 7', 7],
  ['the number 1.5', 1.5],
  ['the value true', true],
  ['a list', []],
  ['an object', {}],
  ['null', null],
]

function wrongTypes({ type }: Flat, value: unknown): Break[] {
  if (type === undefined) return []
  const wanted = ([type].flat() as string[]).join(' or ')
  // One of another kind is enough; null and fractions are mistakes of their own, often overlooked.
  const others = OTHERS.filter(([, other]) => kindOf(other) !== kindOf(value))
  const first = others.find(([, other]) => other !== null && !fitsType(type, other))
  const special = OTHERS.filter(([, other]) => (other === null || other === 1.5) && !fitsType(type, other))
  return [...(first === undefined ? [] : [first]), ...special].map(([says, other]) => ({
    rule: 'type',
    says: `is ${says}, not ${wanted}`,
    value: other,
  }))
}

function fitsType(type: unknown, value: unknown): boolean {
  return [type]
    .flat()
    .some(
      (each) =>
        each === kindOf(value) ||
        (each === 'integer' && Number.isInteger(value)) ||
        (each === 'number' && typeof value === 'number'),
    )
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function wrongValues({ enum: values, const: only }: Flat, value: unknown): Break[] {
  if (values === undefined && only === undefined) return []
  const other = typeof value === 'number' ? 987_654 : typeof value === 'string' ? 'noneOfThese' : undefined
  if (other === undefined) return []
  const rule = values === undefined ? 'const' : 'enum'
  return [{ rule, says: `is ${JSON.stringify(other)}, which is none of the values allowed`, value: other }]
}

/** Texts that no format takes, and some that come close. */
const NO_FORMAT = 'not a valid value!'
const CLOSE: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2030-02-30T10:00:00Z', '2030-01-01'],
  date: ['2030-02-30', '01/02/2030'],
  uuid: ['6f9619ff-8b86-4011-b42d-00cf4fc964f'],
  email: ['name@'],
  ipv4: ['192.0.2.256'],
}

function wrongTexts(schema: Flat, value: string, random: Random): Break[] {
  const { minLength, maxLength, format, pattern } = schema as {
    minLength?: number
    maxLength?: number
    format?: string
    pattern?: string
  }
  const breaks: Break[] = []
  const ofLength = (rule: string, length: number, limit: string) => {
    const text = textOfLength(schema, value, length, random)
    if (text !== undefined) breaks.push({ rule, says: `has ${length} characters; ${limit}`, value: text })
  }
  if (minLength !== undefined && minLength > 0)
    ofLength('minLength', minLength - 1, `${minLength} are the least`)
  if (maxLength !== undefined && maxLength < LONGEST)
    ofLength('maxLength', maxLength + 1, `${maxLength} are the most`)
  if (format !== undefined)
    for (const text of [NO_FORMAT, ...(Object.hasOwn(CLOSE, format) ? (CLOSE[format] ?? []) : [])])
      breaks.push({ rule: 'format', says: `is "${text}", which is no ${format}`, value: text })
  if (pattern !== undefined)
    for (const text of ['!'.repeat(value.length), `${value}!`, `!${value}`, '\u00ff '.repeat(5)])
      breaks.push({
        rule: 'pattern',
        says: `is "${text.slice(0, 40)}", which does not match ${pattern}`,
        value: text,
      })
  return breaks
}

function wrongNumbers(schema: Flat, value: number): Break[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema as Record<
    string,
    number
  >
  const by = multipleOf ?? 1
  const breaks: Break[] = []
  const add = (rule: string, limit: number | undefined, other: number, says: string) => {
    if (limit !== undefined && Number.isFinite(other))
      breaks.push({ rule, says: `is ${other}; ${says} ${limit}`, value: other })
  }
  add('minimum', minimum, (minimum ?? 0) - by, 'the least is')
  add('maximum', maximum, (maximum ?? 0) + by, 'the most is')
  add('exclusiveMinimum', exclusiveMinimum, exclusiveMinimum ?? 0, 'it has to be above')
  add('exclusiveMaximum', exclusiveMaximum, exclusiveMaximum ?? 0, 'it has to be below')
  for (const other of [value + by / 2, value + 1, value - 1])
    add('multipleOf', multipleOf, other, 'it has to be a multiple of')
  return breaks
}

function wrongLists(schema: Flat, value: readonly unknown[], shapes: Shapes, random: Random): Break[] {
  const { minItems, maxItems } = schema as { minItems?: number; maxItems?: number }
  const breaks: Break[] = []
  const ofCount = (rule: string, count: number, limit: string) => {
    const list = itemsFor(schema, count, shapes, random)
    if (list !== undefined) breaks.push({ rule, says: `has ${count} items; ${limit}`, value: list })
  }
  if (minItems !== undefined && minItems > 0) ofCount('minItems', minItems - 1, `${minItems} are the least`)
  if (maxItems !== undefined && maxItems < MOST_ITEMS)
    ofCount('maxItems', maxItems + 1, `${maxItems} are the most`)
  const one = value[0]
  if (schema.uniqueItems === true && one !== undefined)
    for (const list of [
      [...value, one],
      [one, one, ...value.slice(2)],
    ])
      breaks.push({ rule: 'uniqueItems', says: 'has the same item twice', value: list })
  return breaks
}

function wrongObjects(schema: Flat, value: Readonly<Record<string, unknown>>, random: Random): Break[] {
  const { minProperties, maxProperties } = schema as { minProperties?: number; maxProperties?: number }
  const breaks: Break[] = []
  if (minProperties !== undefined && minProperties > 0) {
    const required = (schema.required ?? []) as readonly string[]
    const few = Object.entries(value)
      .toSorted(([one], [other]) => Number(required.includes(other)) - Number(required.includes(one)))
      .slice(0, minProperties - 1)
    breaks.push({
      rule: 'minProperties',
      says: `has ${few.length} members; ${minProperties} are the least`,
      value: Object.fromEntries(few),
    })
  }
  if (maxProperties !== undefined && maxProperties < MOST_ITEMS) {
    const more = Array.from({ length: maxProperties + 1 }, () => [random.word(8), random.word(4)] as const)
    breaks.push({
      rule: 'maxProperties',
      says: `has more than ${maxProperties} members`,
      value: Object.fromEntries([...Object.entries(value), ...more].slice(0, maxProperties + 1)),
    })
  }
  return breaks
}
